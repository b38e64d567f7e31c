import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { credentialTests } from '../shared/n8n/credentials/credentialTests';
import { spectrumCredentials } from '../shared/n8n/credentials/nodeCredentials';
import { triggerProperties, webhookRun } from './description';
import { triggerHints, triggerPanel } from './panel';
import type * as Receiving from './receiving';

export class ImessageTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'iMessage Trigger',
		name: 'imessageTrigger',
		icon: { light: 'file:../../icons/imessage.svg', dark: 'file:../../icons/imessage.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["receiveBy"] + ": " + ($parameter["events"] || []).map((name) => ({ "message.received": "messages", "message.reactionAdded": "reactions" })[name] || name).join(", ") }}',
		// The editor shows this description for the Trigger and the iMessage node together, which are one entry in its list.
		description: 'Start workflows when iMessages arrive, and send and answer iMessages',
		eventTriggerDescription: 'Write to one of your lines now',
		activationMessage: 'The trigger now connects to your lines. If it cannot, n8n reports that here within seconds.',
		// Names the button "Fetch Test Event" and changes nothing about the start. With a webhook n8n listens, whatever the button says.
		mockManualExecution: true,
		defaults: { name: 'iMessage Trigger' },
		// Without this the editor would rename the node "PassOn webhook", after the hidden resource and operation.
		skipNameGeneration: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: spectrumCredentials,
		webhooks: [
			{
				name: 'default',
				// Without a method n8n skips the entry silently. Without a path it would log an error each time.
				httpMethod: '={{ $parameter["receiveBy"] === "webhook" ? "POST" : "" }}',
				responseMode: 'onReceived',
				path: 'imessage',
				ndvHideUrl: '={{ $parameter["receiveBy"] !== "webhook" }}',
				ndvHideMethod: true,
			},
		],
		triggerPanel,
		hints: triggerHints,
		properties: triggerProperties,
	};

	methods = { credentialTest: credentialTests };

	webhookMethods: INodeType['webhookMethods'] = webhookMethodsOf(() => this.receiving());

	webhook: INodeType['webhook'];

	trigger: INodeType['trigger'];

	/** Passes on unchanged what a webhook delivered. See the hidden parameters that name this operation. */
	customOperations: INodeType['customOperations'] = {
		[webhookRun.resource]: {
			async [webhookRun.operation](this: IExecuteFunctions) {
				return await Promise.resolve([this.getInputData()]);
			},
		},
	};

	private loaded: Receiving.Receiving | undefined;

	/**
	 * n8n makes one instance of a node type per process, so the memory of the instance is the memory of the process.
	 *
	 * @param surroundings what a test puts in place of the process's own
	 */
	constructor(private readonly surroundings: Partial<Receiving.Surroundings> = {}) {
		const receiving = () => this.receiving();
		this.webhook = async function (this: IWebhookFunctions) {
			return await receiving().receive(this);
		};
		this.trigger = async function (this: ITriggerFunctions) {
			return await receiving().start(this);
		};
	}

	private receiving(): Receiving.Receiving {
		if (this.loaded !== undefined) return this.loaded;
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it when n8n starts
		const { Receiving: Loaded } = require('./receiving') as typeof Receiving;
		return (this.loaded = new Loaded(this.surroundings));
	}
}

/** n8n calls these three with its own `this`, so they reach the memory of their instance through `receiving`. */
function webhookMethodsOf(receiving: () => Receiving.Receiving) {
	return {
		default: {
			async checkExists(this: IHookFunctions) {
				return await receiving().lifecycle.checkExists(this);
			},
			async create(this: IHookFunctions) {
				return await receiving().lifecycle.create(this);
			},
			async delete(this: IHookFunctions) {
				return await receiving().lifecycle.delete(this);
			},
		},
	};
}
