import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
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
import { ActiveTriggers } from './log/activeTriggers';
import type { SharedState } from './log/logTrigger';
import { startManual } from './log/manualMode';
import { startPolling } from './log/pollingMode';
import { startStream } from './log/streamMode';
import { withNodeErrors } from './nodeErrors';
import { triggerHints, triggerPanel } from './panel';
import { readReceiveBy } from './settings';
import { StoredWebhooks } from './webhook/storedWebhooks';
import { WebhookLifecycle } from './webhook/lifecycle';
import { Receiver } from './webhook/receiver';

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
		const webhooks = new StoredWebhooks();
		const lifecycle = new WebhookLifecycle(clock, random, webhooks);
		const receiver = new Receiver(clock, webhooks);
		const shared = {
			clock,
			random,
			pool,
			book: new ProgressBook(),
			catchUps: new CatchUps(),
			feeds: new Feeds(),
			activeTriggers: new ActiveTriggers(),
		};
		this.webhookMethods = {
			default: {
				async checkExists(this: IHookFunctions) {
					return await lifecycle.checkExists(this);
				},
				async create(this: IHookFunctions) {
					return await lifecycle.create(this);
				},
				async delete(this: IHookFunctions) {
					return await lifecycle.delete(this);
				},
			},
		};
		this.webhook = async function (this: IWebhookFunctions) {
			return await withNodeErrors(this, () => receiver.receive(this));
		};
		this.trigger = async function (this: ITriggerFunctions) {
			return await withNodeErrors(this, () => start(this, shared, lifecycle));
		};
	}
}

/**
 * Starts to receive in the way that the node is set to. A webhook is registered by n8n before this call and only needs to be
 * watched. n8n calls the returned `closeFunction` at the end of every trigger, also of one with webhooks.
 */
async function start(context: ITriggerFunctions, shared: SharedState, webhooks: WebhookLifecycle): Promise<ITriggerResponse> {
	const receiveBy = readReceiveBy(context);
	if (receiveBy === 'webhook') return await webhooks.watch(context);
	if (context.getMode() === 'manual') return await startManual(context, shared);
	await webhooks.removeFormer(context);
	return receiveBy === 'stream' ? await startStream(context, shared) : await startPolling(context, shared);
}
