import { randomUUID } from 'node:crypto';
import type { Credential, WorkflowFile } from '../../../scripts/n8n/types';

/** The trigger, which gives the people of the list. */
export const campaignList = 'List';
export const campaignNode = 'Send';

/** A campaign over these people, run by hand. */
export function campaignTo(people: readonly string[], { id, name, type }: Credential, options: object = {}): WorkflowFile {
	return {
		name: 'A campaign by hand',
		nodes: [
			{ id: randomUUID(), name: campaignList, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
			{
				id: randomUUID(),
				name: campaignNode,
				type: 'n8n-nodes-spectrum-imessage.imessageCampaign',
				typeVersion: 1,
				position: [220, 0],
				parameters: {
					campaign: 'spring menu',
					recipient: '={{ $json.phone }}',
					text: '=Hi {{ $json.phone }}, spring is here',
					options: { ...options },
				},
				credentials: { [type]: { id, name } },
			},
		],
		connections: { [campaignList]: { main: [[{ node: campaignNode, type: 'main', index: 0 }]] } },
		pinData: { [campaignList]: people.map((phone) => ({ json: { phone } })) },
	};
}
