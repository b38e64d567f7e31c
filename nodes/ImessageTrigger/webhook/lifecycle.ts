import type { IHookFunctions, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import type { Clock } from '../../shared/spectrum/timing/clock';
import type { CloudConnection } from '../../shared/spectrum/model/connection';
import { accountOf } from '../../shared/spectrum/keys/connectionIdentity';
import { hashOfParts } from '../../shared/spectrum/keys/hash';
import { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import { accessOf } from '../../shared/n8n/credentials/access';
import { readCloudConnection } from '../../shared/n8n/credentials/credentials';
import { readDownloadSettings } from '../downloads/downloadSettings';
import { httpPort } from '../../shared/n8n/credentials/http';
import { nodeIdentity } from '../../shared/n8n/memory/nodeIdentity';
import { whyDisabled } from '../../shared/spectrum/webhook/disabled';
import { outcomeOf } from '../../shared/spectrum/errors/outcome';
import type { EventFilter } from '../../shared/spectrum/filter/eventFilter';
import { EventStreams } from '../../shared/spectrum/gateway/eventStreams';
import type { ConnectionPool } from '../../shared/spectrum/gateway/pool/pool';
import {
	checkWebhook,
	createWebhook,
	removeWebhook,
	type Registration,
	type Reactivated,
} from '../../shared/spectrum/webhook/registration';
import { registryOf, type WebhookRegistry } from '../../shared/spectrum/webhook/registry';
import { isOfOtherAccount, type OwnWebhook } from '../../shared/spectrum/webhook/storedWebhook';
import { WebhookWatches } from '../../shared/spectrum/webhook/watches';
import { checkDeliverable } from './deliverable';
import { purposeOf, type StoredWebhooks, type Purpose } from './storedWebhooks';
import { checkLines, refuseOrWarn, undeliverableLine } from '../filters/lineCheck';
import { withNodeErrors } from '../nodeErrors';
import { logAbout } from '../nodeLog';
import { problemOfAddress } from './publicAddress';
import { readSettings } from '../settings';
import { reportProblem } from './webhookProblems';

/** Registers, watches and removes the webhooks of all trigger nodes: one for the active workflow and one while the editor listens. */
export class WebhookLifecycle {
	private readonly watches: WebhookWatches;

	constructor(
		private readonly clock: Clock,
		random: () => number,
		private readonly webhooks: StoredWebhooks,
		private readonly pool: ConnectionPool,
	) {
		this.watches = new WebhookWatches(clock, random);
	}

	async checkExists(context: IHookFunctions): Promise<boolean> {
		return await withNodeErrors(context, async () => {
			await this.checkParameters(context);
			const purpose = purposeOf(context);
			const verdict = await checkWebhook(this.webhooks.read(context, purpose), await this.registration(context, purpose));
			if (verdict === 'unverified') {
				logAbout(context, 'warn', `could not ask Spectrum whether its webhook is still registered, and keeps using it`);
			}
			// The stored data may be older than what this process knows. n8n saves it after this.
			if (verdict !== 'missing') this.webhooks.restore(context, purpose);
			return verdict !== 'missing';
		});
	}

	async create(context: IHookFunctions): Promise<boolean> {
		return await withNodeErrors(context, async () => {
			const purpose = purposeOf(context);
			const before = this.webhooks.read(context, purpose);
			const registration = await this.registration(context, purpose);
			const { account } = registration;
			const { stored, left, reactivated } = await createWebhook(before, registration);
			// With the account stored, a delivery can name it without reading the credential each time.
			this.webhooks.write(context, purpose, { ...stored, account });
			if (before?.state === 'own' && isOfOtherAccount(before, account)) warnOfLeft(context, before, otherProject);
			if (left !== undefined) warnOfLeft(context, { webhookId: left.id, url: left.webhookUrl }, otherAddress);
			if (reactivated !== undefined) warnOfDisabled(context, reactivated);
			return true;
		});
	}

	/** Removes the webhook. Never throws, because n8n would then leave its own side of the webhook open. */
	async delete(context: IHookFunctions): Promise<boolean> {
		const outcome = await outcomeOf(() => this.remove(context));
		if (outcome.ok) return true;
		logAbout(
			context,
			'warn',
			`could not remove its webhook ${context.getNodeWebhookUrl('default') ?? ''} from Spectrum: ${outcome.error.message}. The node uses it again when you publish the workflow again. To remove it permanently, delete it in the Spectrum dashboard`,
		);
		return false;
	}

	/** Watches the webhook while the workflow is active. The editor's webhook exists for only two minutes and is not watched. */
	async watch(context: ITriggerFunctions): Promise<ITriggerResponse> {
		if (context.getMode() === 'manual') return {};
		const connection = await readCloudConnection(context);
		const registry = registryOf(connection, httpPort(context.helpers), this.clock);
		const credential = hashOfParts([accountOf(connection), connection.projectSecret]);
		const end = this.watches.watch(credential, nodeIdentity(context), {
			registry,
			webhookId: () => {
				const stored = this.webhooks.read(context, 'production');
				return stored === undefined || stored.state === 'removed' ? undefined : stored.webhookId;
			},
			report: (problem) => reportProblem(context, problem),
		});
		return { closeFunction: async () => await Promise.resolve(end()) };
	}

	/**
	 * Removes the webhook that the node had before it was set to read the log. n8n requests a removal only while the node still
	 * has a webhook, so without this Spectrum would go on delivering to an address that no longer answers. Never throws.
	 */
	async removeFormer(context: ITriggerFunctions): Promise<void> {
		const stored = this.webhooks.read(context, 'production');
		if (stored?.state !== 'own') return;
		const outcome = await outcomeOf(async () => {
			const connection = await readCloudConnection(context);
			const registry = registryOf(connection, httpPort(context.helpers), this.clock);
			const removal = await removeWebhook(stored, { registry, clock: this.clock, account: accountOf(connection), url: stored.url });
			if (removal.verdict === 'failed') throw removal.error;
			this.webhooks.write(context, 'production', undefined);
			if (removal.verdict === 'foreign') warnOfLeft(context, stored, otherProject);
		});
		if (outcome.ok) return;
		logAbout(
			context,
			'warn',
			`could not remove the webhook ${stored.url}, which it no longer uses: ${outcome.error.message}. Remove it in the Spectrum dashboard`,
		);
	}

	/** Refuses wrong parameters before anything is registered, and not only with the first delivery. */
	private async checkParameters(context: IHookFunctions): Promise<void> {
		const { events, filter } = readSettings(context);
		checkDeliverable(events);
		readDownloadSettings(context);
		// n8n can give a test the editor's own address, which is not the one in the field.
		const ofAddress = purposeOf(context) === 'test' ? undefined : problemOfAddress(context, urlOf(context));
		const ofLines = undeliverableLine(filter);
		for (const problem of [ofLines, ofAddress]) refuseOrWarn(context, problem);
		if (filter.lines !== undefined && ofLines === undefined) await this.checkLines(context, filter);
	}

	/** A failure is not reported here: what follows needs the same control plane, and says what is wrong with it. */
	private async checkLines(context: IHookFunctions, filter: EventFilter): Promise<void> {
		const streams = new EventStreams(await readCloudConnection(context), () => accessOf(context), this.pool);
		const known = await outcomeOf(() => streams.inventory(false));
		if (known.ok) checkLines(context, filter, known.value.lines);
	}

	private async remove(context: IHookFunctions): Promise<void> {
		const purpose = this.webhooks.purposeAt(context, urlOf(context));
		if (purpose === undefined) return;
		const stored = this.webhooks.read(context, purpose);
		const connection = await readCloudConnection(context);
		const removal = await removeWebhook(stored, {
			registry: this.registry(context, connection),
			clock: this.clock,
			account: accountOf(connection),
			url: urlOf(context),
		});
		this.webhooks.write(context, purpose, removal.stored);
		if (removal.verdict === 'left') warnOfLeft(context, removal.stored, otherAddress);
		if (removal.verdict === 'foreign') warnOfLeft(context, removal.stored, otherProject);
		if (removal.verdict === 'failed') throw removal.error;
	}

	private async registration(context: IHookFunctions, purpose: Purpose): Promise<Registration & { readonly account: string }> {
		const connection = await readCloudConnection(context);
		return {
			registry: this.registry(context, connection),
			clock: this.clock,
			account: accountOf(connection),
			url: urlOf(context),
			purpose,
			hasSecretByHand: connection.webhookSecret !== undefined,
		};
	}

	private registry(context: IHookFunctions, connection: CloudConnection): WebhookRegistry {
		return registryOf(connection, httpPort(context.helpers), this.clock);
	}
}

/** Why a webhook is left, as a clause. */
const otherAddress = 'this is not the address of this n8n, and another n8n may use it';
const otherProject = 'it belongs to another Spectrum project than the credential';

function warnOfLeft(
	context: IHookFunctions | ITriggerFunctions,
	{ webhookId, url }: Pick<OwnWebhook, 'webhookId' | 'url'>,
	why: string,
): void {
	logAbout(
		context,
		'warn',
		`did not remove the webhook ${webhookId}, which delivers to ${url}: ${why}. If it is no longer used, remove it in the Spectrum dashboard`,
	);
}

function warnOfDisabled(context: IHookFunctions, { disabled, by }: Reactivated): void {
	const what = by === 'enabling' ? 'has enabled it again' : 'has registered another one instead';
	logAbout(
		context,
		'warn',
		`found its webhook disabled (${whyDisabled(disabled)}), and ${what}. Messages that came in the meantime start no run`,
	);
}

/** n8n checks and creates the webhook of a listening editor in manual mode. It removes every webhook in another mode. */
function urlOf(context: IHookFunctions): string {
	const url = context.getNodeWebhookUrl('default');
	if (url !== undefined) return url;
	throw new SpectrumError({
		kind: 'internal',
		message: 'n8n has no webhook address for this node',
		advice: 'Save the workflow and try again.',
	});
}
