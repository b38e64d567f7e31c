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

// The rule reads literals only; check, creation and removal are bound in the constructor, to the memory of the instance.
// eslint-disable-next-line @n8n/community-nodes/webhook-lifecycle-complete
export class ImessageTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'iMessage Trigger',
		name: 'imessageTrigger',
		icon: { light: 'file:../../icons/imessage.svg', dark: 'file:../../icons/imessage.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["receiveBy"] + ": " + ($parameter["events"] || []).map((name) => ({ "message.received": "messages", "message.reactionAdded": "reactions" })[name] || name).join(", ") }}',
		// The editor shows this one for the Trigger and the iMessage node together, which are one entry in its list.
		description: 'Start workflows when iMessages arrive, and send or answer them',
		eventTriggerDescription: 'Write to one of your lines now',
		activationMessage: 'The trigger now connects to your lines. If it cannot, n8n says so here within some seconds.',
		// Calls the button "Fetch Test Event"; n8n starts the node as it does without it. By webhook n8n listens, whatever it says.
		mockManualExecution: true,
		defaults: { name: 'iMessage Trigger' },
		// Else the editor renames it "PassOn webhook", after the hidden resource and operation.
		skipNameGeneration: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: spectrumCredentials,
		webhooks: [
			{
				name: 'default',
				// Without a method n8n passes the entry over, and says nothing; without a path it would log an error each time.
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

	/** What a webhook has brought goes on as it is. See the hidden parameters that name this operation. */
	customOperations: INodeType['customOperations'] = {
		[webhookRun.resource]: {
			async [webhookRun.operation](this: IExecuteFunctions) {
				return await Promise.resolve([this.getInputData()]);
			},
		},
	};

	/** n8n makes one instance of a node type in a process, so what the instance remembers is what the process knows. */
	constructor(clock: Clock = systemClock, random: () => number = Math.random, pool: ConnectionPool = sharedPool) {
		const mode = new WebhookMode(clock, random);
		const logs = { clock, random, pool, book: new ProgressBook(), catchUps: new CatchUps(), feeds: new Feeds(), listening: new Listening() };
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
