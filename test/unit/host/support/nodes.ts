import {
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeOperationError,
} from 'n8n-workflow';
import { Action, description } from '../../../support/action';

/** What a hook or webhook function was called with. */
export interface Seen {
	what: 'checkExists' | 'create' | 'delete' | 'webhook';
	mode: string;
	activation?: string;
	url?: string;
	staticData: Record<string, unknown>;
}

export type WebhookBehaviour = (
	context: IWebhookFunctions,
	staticData: Record<string, unknown>,
) => Promise<IWebhookResponseData> | IWebhookResponseData;

/** A webhook trigger that registers with nobody and writes down each call. What its webhook() does can be swapped. */
export class HookTrigger implements INodeType {
	readonly seen: Seen[] = [];
	webhookDoes: WebhookBehaviour = (context) => ({
		workflowData: [[{ json: { body: context.getBodyData() } }]],
	});
	createDoes: (staticData: Record<string, unknown>) => void = () => undefined;

	description: INodeTypeDescription = description('hookTrigger', {
		group: ['trigger'],
		inputs: [],
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'events' }],
	});

	webhookMethods;

	constructor() {
		const { seen } = this;
		const note = (what: Seen['what'], context: IHookFunctions) => {
			const staticData = context.getWorkflowStaticData('node');
			seen.push({
				what,
				mode: context.getMode(),
				activation: context.getActivationMode(),
				url: context.getNodeWebhookUrl('default'),
				staticData: { ...staticData },
			});
			return staticData;
		};
		const registers = (staticData: Record<string, unknown>) => this.createDoes(staticData);
		this.webhookMethods = {
			default: {
				async checkExists(this: IHookFunctions) {
					return note('checkExists', this).hookId !== undefined;
				},
				async create(this: IHookFunctions) {
					const staticData = note('create', this);
					registers(staticData);
					staticData.hookId = 'hook-1';
					return true;
				},
				async delete(this: IHookFunctions) {
					delete note('delete', this).hookId;
					return true;
				},
			},
		};
		// n8n calls webhook() with its context as `this`; the behaviour to use stays with the node.
		const behaviour = (context: IWebhookFunctions, staticData: Record<string, unknown>) => this.webhookDoes(context, staticData);
		this.webhook = async function (this: IWebhookFunctions) {
			const staticData = this.getWorkflowStaticData('node');
			seen.push({ what: 'webhook', mode: this.getMode(), staticData: { ...staticData } });
			return await behaviour(this, staticData);
		};
	}

	webhook: (this: IWebhookFunctions) => Promise<IWebhookResponseData>;

	calls(): string[] {
		return this.seen.map(({ what, mode, activation }) => [what, mode, activation].filter(Boolean).join(' '));
	}
}

/** An action that refuses one text; under continue on fail it says so in the item's `json.error`. */
export function failingFor(text: string): Action {
	return new Action((context) =>
		context.getInputData().map(({ json }, item) => {
			if (json.text !== text) return { json, pairedItem: { item } };
			const { message } = new NodeOperationError(context.getNode(), 'That text is refused', { itemIndex: item });
			if (!context.continueOnFail()) throw new NodeOperationError(context.getNode(), message, { itemIndex: item });
			return { json: { error: { message, kind: 'quota' } }, pairedItem: { item } };
		}),
	);
}

/** A trigger with a connection: `push` is what the outside world does. */
export class StreamTrigger implements INodeType {
	description: INodeTypeDescription = description('streamTrigger', { group: ['trigger'], inputs: [] });
	context?: ITriggerFunctions;
	opened = 0;
	closed = 0;
	trigger: (this: ITriggerFunctions) => Promise<ITriggerResponse>;

	constructor() {
		const open = (context: ITriggerFunctions) => {
			this.opened += 1;
			this.context = context;
		};
		const close = () => {
			this.closed += 1;
		};
		this.trigger = async function (this: ITriggerFunctions) {
			open(this);
			return { closeFunction: async () => close() };
		};
	}
}
