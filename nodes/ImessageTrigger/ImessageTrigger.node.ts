import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { systemClock, type Clock } from '../shared/domain/clock';
import { credentialTests } from '../shared/n8n/credentialTests';
import { triggerHints, triggerPanel, triggerProperties } from './description';
import { WebhookMode } from './webhookMode';

// The rule reads literals only; check, creation and removal are bound in the constructor, to the memory of the instance.
// eslint-disable-next-line @n8n/community-nodes/webhook-lifecycle-complete
export class ImessageTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'iMessage Trigger',
		name: 'imessageTrigger',
		icon: { light: 'file:../../icons/imessage.svg', dark: 'file:../../icons/imessage.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].map((name) => ({ "message.received": "messages", "message.reactionAdded": "reactions" })[name] || name).join(", ") }}',
		description: 'Starts the workflow when an iMessage arrives',
		eventTriggerDescription: 'Waiting for a message: send one to your line',
		activationMessage: 'Messages to your lines now start this workflow.',
		defaults: { name: 'iMessage Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'spectrumCloudApi',
				required: true,
				testedBy: 'testSpectrumCloud',
				displayOptions: { show: { authentication: ['spectrumCloudApi'] } },
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: 'imessage',
			},
		],
		triggerPanel,
		hints: triggerHints,
		properties: triggerProperties,
	};

	methods = { credentialTest: credentialTests };

	webhookMethods: INodeType['webhookMethods'];

	webhook: INodeType['webhook'];

	/** n8n makes one instance of a node type in a process, so what the instance remembers is what the process knows. */
	constructor(clock: Clock = systemClock) {
		const mode = new WebhookMode(clock);
		this.webhookMethods = {
			default: {
				async checkExists(this: IHookFunctions) {
					return await mode.checkExists(this);
				},
				async create(this: IHookFunctions) {
					return await mode.create(this);
				},
				async delete(this: IHookFunctions) {
					return await mode.delete(this);
				},
			},
		};
		this.webhook = async function (this: IWebhookFunctions) {
			return await mode.receive(this);
		};
	}
}
