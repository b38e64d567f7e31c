import type { INodeType } from 'n8n-workflow';
import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
import { SpectrumSelfHostedApi } from '../../credentials/SpectrumSelfHostedApi.credentials';
import { ImessageTrigger } from '../../nodes/ImessageTrigger/ImessageTrigger.node';
import type { Simulator } from '../../simulator/src';
import { bothCredentials, type TestConnection } from './connection';
import { TestHost, type WorkflowJson } from './host';

const triggerType = 'n8n-nodes-spectrum-imessage.imessageTrigger';

/** The node's name as every test of it finds it. */
export const underTest = 'Node';

/** Credentials of both kinds, by the ids that {@link startHostFor} gives them. */
export const credentials = {
	spectrumCloudApi: { id: 'cloud', name: 'Cloud' },
	spectrumSelfHostedApi: { id: 'own', name: 'Own' },
};

/** n8n with these nodes, by their full type names, and one credential of each kind for the simulator. */
export async function startHostFor(spectrum: Simulator, nodes: Record<string, INodeType>, connection?: TestConnection): Promise<TestHost> {
	return await TestHost.start({
		nodes: { [triggerType]: new ImessageTrigger(), ...nodes },
		credentials: [new SpectrumCloudApi(), new SpectrumSelfHostedApi()],
		credentialData: bothCredentials(spectrum, connection),
	});
}

/** One node with these parameters after an iMessage Trigger that gives the items of the test; `Failed` is its error output. */
export function oneNode(type: string, parameters: object, settings: object = {}): WorkflowJson {
	return {
		id: 'one-node',
		name: 'One node',
		nodes: [
			{ id: 'start', name: 'Start', type: triggerType, typeVersion: 1, position: [0, 0], parameters: {}, credentials },
			{ id: 'node', name: underTest, type, typeVersion: 1, position: [200, 0], parameters: { ...parameters }, credentials, ...settings },
			{ id: 'fine', name: 'Fine', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [400, 0], parameters: {} },
			{ id: 'failed', name: 'Failed', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [400, 200], parameters: {} },
		],
		connections: {
			Start: { main: [[{ node: underTest, type: 'main', index: 0 }]] },
			[underTest]: {
				main: [[{ node: 'Fine', type: 'main', index: 0 }], [{ node: 'Failed', type: 'main', index: 0 }]],
			},
		},
	};
}

let events = 0;

/** What the Trigger says of a message in a conversation. Each is an event of its own: a repeated one would be answered once. */
export function inbound(spaceId: string, messageId = 'spc-msg-unknown', phone = 'shared') {
	const type = spaceId.includes(';+;') ? 'group' : 'dm';
	events++;
	return {
		json: { event: 'message.received', id: `event-${events}`, space: { id: spaceId, type, phone }, message: { id: messageId, text: 'Hi' } },
	};
}
