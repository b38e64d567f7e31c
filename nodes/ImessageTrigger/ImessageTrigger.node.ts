import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { systemClock, type Clock } from '../shared/spectrum/timing/clock';
import { CatchUps } from '../shared/spectrum/log/line/catchUps';
import { Feeds } from '../shared/spectrum/log/line/feeds';
import { sharedPool, type ConnectionPool } from '../shared/spectrum/gateway/pool/pool';
import { credentialTests } from '../shared/n8n/credentials/credentialTests';
import { spectrumCredentials } from '../shared/n8n/credentials/nodeCredentials';
import { ProgressBook } from '../shared/n8n/memory/progressBook';
import { triggerProperties, webhookRun } from './description';
import { Listening } from './log/listening';
import { triggerHints, triggerPanel } from './panel';
import { startTrigger } from './start';
import { WebhookMode } from './webhook/webhookMode';

// The rule reads literals only. The constructor binds check, creation and removal to the memory of the instance.
// eslint-disable-next-line @n8n/community-nodes/webhook-lifecycle-complete
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

	webhookMethods: INodeType['webhookMethods'];

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

	/** n8n makes one instance of a node type per process, so the memory of the instance is the memory of the process. */
	constructor(clock: Clock = systemClock, random: () => number = Math.random, pool: ConnectionPool = sharedPool) {
		const mode = new WebhookMode(clock, random);
		const logs = {
			clock,
			random,
			pool,
			book: new ProgressBook(),
			catchUps: new CatchUps(),
			feeds: new Feeds(),
			listening: new Listening(),
		};
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
		this.trigger = async function (this: ITriggerFunctions) {
			return await startTrigger(this, logs, mode);
		};
	}
}
