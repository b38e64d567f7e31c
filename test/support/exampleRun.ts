import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeExecutionData, INodeType } from 'n8n-workflow';
import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
import { SpectrumSelfHostedApi } from '../../credentials/SpectrumSelfHostedApi.credentials';
import { Imessage } from '../../nodes/Imessage/Imessage.node';
import { ImessageTrigger } from '../../nodes/ImessageTrigger/ImessageTrigger.node';
import type { Simulator } from '../../simulator/src';
import { Action } from './action';
import { cloudData } from './connection';
import { proposedName } from './examples';
import { TestHost, type WorkflowJson } from './host';
import { sendType, triggerType } from './sendHost';

/** An example as a person imports it. */
export function example(name: string): WorkflowJson & { name: string } {
	const file = path.resolve(__dirname, '..', '..', 'examples', `${name}.json`);
	return JSON.parse(readFileSync(file, 'utf8')) as WorkflowJson & { name: string };
}

/**
 * n8n with Trigger, Send and the nodes under test, the credential of the examples, and stand-ins for n8n's own nodes.
 *
 * @param own what stands in for a node of n8n, by its type: what it makes of an item
 */
export async function startExampleHost(
	spectrum: Simulator,
	nodes: Record<string, INodeType>,
	own: Record<string, (item: INodeExecutionData) => Partial<INodeExecutionData>> = {},
): Promise<TestHost> {
	const standIns = Object.entries(own).map(([type, make]) => [type, standIn(type, make)] as const);
	return await TestHost.start({
		nodes: {
			[triggerType]: new ImessageTrigger(),
			[sendType]: new Imessage(),
			...nodes,
			...Object.fromEntries(standIns),
		},
		credentials: [new SpectrumCloudApi(), new SpectrumSelfHostedApi()],
		credentialData: {
			'spectrum-cloud': {
				type: 'spectrumCloudApi',
				name: proposedName(new SpectrumCloudApi().displayName),
				data: cloudData(spectrum),
			},
		},
	});
}

function standIn(type: string, make: (item: INodeExecutionData) => Partial<INodeExecutionData>): Action {
	return new Action((context) => context.getInputData().map((item, index) => ({ json: {}, ...make(item), pairedItem: { item: index } })), {
		displayName: type,
		name: type,
		version: [1, 1.1, 3.4, 4.2],
	});
}
