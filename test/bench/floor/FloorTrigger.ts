import type { INodeType, INodeTypeDescription, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { BareClient } from './bareClient';

/**
 * The smallest trigger that emits the same messages. It remembers no place, catches nothing up, and is silent when its
 * stream ends.
 */
export class FloorTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Floor Trigger',
		name: 'floorTrigger',
		group: ['trigger'],
		version: 1,
		description: 'The least that a trigger can do',
		defaults: { name: 'Floor Trigger' },
		inputs: [],
		outputs: ['main'],
		credentials: [{ name: 'spectrumSelfHostedApi', required: true }],
		properties: [],
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		const { address, apiKey } = await this.getCredentials<{ address: string; apiKey: string }>('spectrumSelfHostedApi');
		const client = new BareClient(address);
		const end = client.onMessage((message) => this.emit([[{ json: { event: 'message.received', ...message } }]]), apiKey);
		return {
			closeFunction: async () => {
				end();
				client.close();
			},
		};
	}
}
