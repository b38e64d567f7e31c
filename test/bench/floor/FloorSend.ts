import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { BareClient } from './bareClient';

/**
 * The smallest node that reads two fields with expressions and the credential, and makes one call for each item. It
 * checks nothing, recognises no repeat and survives no failure: no node in n8n can cost less.
 */
export class FloorSend implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Floor',
		name: 'floorSend',
		group: ['output'],
		version: 1,
		description: 'The least that a node can do',
		defaults: { name: 'Floor' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'spectrumSelfHostedApi', required: true }],
		properties: [
			{ displayName: 'To', name: 'to', type: 'string', default: '' },
			{ displayName: 'Text', name: 'text', type: 'string', default: '' },
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const results: INodeExecutionData[] = [];
		const items = this.getInputData();
		for (let item = 0; item < items.length; item++) {
			const to = this.getNodeParameter('to', item) as string;
			const text = this.getNodeParameter('text', item) as string;
			const { address, apiKey } = await this.getCredentials<{ address: string; apiKey: string }>('spectrumSelfHostedApi', item);
			const messageId = await clientFor(address).sendText(to, text, apiKey);
			results.push({ json: { messageId, spaceId: to }, pairedItem: { item } });
		}
		return [results];
	}
}

const clients = new Map<string, BareClient>();

function clientFor(address: string): BareClient {
	const client = clients.get(address) ?? new BareClient(address);
	clients.set(address, client);
	return client;
}

export function closeFloor(): void {
	for (const client of clients.values()) client.close();
	clients.clear();
}
