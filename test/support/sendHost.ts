import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
import { SpectrumSelfHostedApi } from '../../credentials/SpectrumSelfHostedApi.credentials';
import { Imessage } from '../../nodes/Imessage/Imessage.node';
import { ImessageTrigger } from '../../nodes/ImessageTrigger/ImessageTrigger.node';
import type { Simulator } from '../../simulator/src';
import { bothCredentials, type TestConnection } from './connection';
import { TestHost, type WorkflowJson } from './host';

export const sendType = 'n8n-nodes-spectrum-imessage.imessage';
export const triggerType = 'n8n-nodes-spectrum-imessage.imessageTrigger';

/** n8n with the action nodes and one credential of each kind for the simulator. */
export async function startSendHost(spectrum: Simulator, connection?: TestConnection): Promise<TestHost> {
	return await TestHost.start({
		nodes: { [sendType]: new Imessage(), [triggerType]: new ImessageTrigger() },
		credentials: [new SpectrumCloudApi(), new SpectrumSelfHostedApi()],
		credentialData: bothCredentials(spectrum, connection),
	});
}

/** iMessage with these parameters, after an iMessage Trigger that gives the items of the test. */
export function sendWorkflow(parameters: object, settings: object = {}): WorkflowJson {
	return {
		id: 'send-workflow',
		name: 'Send',
		nodes: [
			{
				id: 'start',
				name: 'Start',
				type: triggerType,
				typeVersion: 1,
				position: [0, 0] as [number, number],
				parameters: {},
				credentials: { spectrumCloudApi: { id: 'cloud', name: 'Cloud' } },
			},
			{
				id: 'send',
				name: 'Send',
				type: sendType,
				typeVersion: 1,
				position: [200, 0] as [number, number],
				parameters: { ...parameters },
				credentials: {
					spectrumCloudApi: { id: 'cloud', name: 'Cloud' },
					spectrumSelfHostedApi: { id: 'own', name: 'Own' },
				},
				...settings,
			},
			{ id: 'fine', name: 'Fine', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [400, 0] as [number, number], parameters: {} },
			{
				id: 'failed',
				name: 'Failed',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [400, 200] as [number, number],
				parameters: {},
			},
		],
		connections: {
			Start: { main: [[{ node: 'Send', type: 'main' as const, index: 0 }]] },
			Send: {
				main: [[{ node: 'Fine', type: 'main' as const, index: 0 }], [{ node: 'Failed', type: 'main' as const, index: 0 }]],
			},
		},
	};
}

export function items(...list: object[]) {
	return list.map((json) => ({ json: { ...json } }));
}
