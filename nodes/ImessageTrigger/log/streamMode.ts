import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { wantsLine } from '../../shared/spectrum/filter/eventFilter';
import { toSpectrumError } from '../../shared/spectrum/errors/from';
import type { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import type { FeedListener } from '../../shared/spectrum/log/line/accountFeed';
import type { Subscription } from '../../shared/spectrum/log/line/feeds';
import { Follower } from '../../shared/spectrum/log/reader/follower';
import type { LiveLine } from '../../shared/spectrum/log/line/liveLine';
import { isPersonWaiting, nodeErrorOf } from '../nodeErrors';
import type { ActiveTriggers } from './activeTriggers';
import { LogTrigger, type SharedState } from './logTrigger';
import { followLocations } from './followLocations';
import { LineHealth, withinLongestWait } from './lineHealth';
import { LocationRuns } from './locationRuns';

/** Listens for as long as the workflow is active. Rejects when a person activates it and no line can be reached. */
export async function startStream(context: ITriggerFunctions, shared: SharedState): Promise<ITriggerResponse> {
	const trigger = await LogTrigger.open(context, shared);
	const followers = new Followers(trigger);
	const subscription = trigger.subscribe(followers);
	followers.subscription = subscription;
	trigger.lookedAt = () => subscription.feed.lookedAt;
	try {
		await whenListening(trigger, subscription, followers.health);
		followers.hasStarted();
		trigger.store();
	} finally {
		followers.closeUnlessStarted();
	}
	return { closeFunction: async () => await Promise.resolve(followers.close()) };
}

/** One follower for each line, as long as the line exists. */
class Followers implements FeedListener {
	subscription: Subscription | undefined;
	readonly health = new LineHealth();
	private readonly followers = new Map<string, Follower>();
	private readonly locations: LocationRuns;
	/** Ends following the locations of each line. */
	private readonly watches = new Map<string, () => void>();
	private state: 'starting' | 'started' | 'closed' = 'starting';

	constructor(private readonly trigger: LogTrigger) {
		this.locations = new LocationRuns(trigger);
	}

	onLine(line: LiveLine, unlistedAt?: number): void {
		const { settings, shared } = this.trigger;
		if (!wantsLine(settings.filter, line.line)) return;
		const { id } = line.line;
		this.health.expect(id);
		const follower = new Follower({
			...this.trigger.readerOf(line.line, unlistedAt),
			clock: shared.clock,
			random: shared.random,
			onWarning: (message) => this.trigger.warn(message),
			onCaughtUp: () => this.health.markConnected(id),
			onFailed: (error) => this.health.markFailed(id, error),
		});
		this.followers.set(id, follower);
		follower.follow(line);
		const { line: about } = line;
		this.watches.set(
			id,
			followLocations(this.trigger, line, (update) => this.locations.take(about, update)),
		);
		if (this.state === 'started')
			this.trigger.context.logger.info(`Line ${line.line.phone} was added to the credential, and the trigger now listens to it`);
	}

	onLineGone(lineId: string): void {
		const follower = this.followers.get(lineId);
		if (follower === undefined) return;
		follower.close();
		this.followers.delete(lineId);
		this.watches.get(lineId)?.();
		this.watches.delete(lineId);
		this.health.forget(lineId);
		this.trigger.warn(`line ${lineId} is no longer in the credential, and the trigger no longer listens to it`);
	}

	/** Reports a fatal failure. n8n then ends the trigger, shows the failure, and retries the start at growing intervals. */
	onFatal(error: SpectrumError): void {
		// During the start the activation itself is refused. Only afterwards does n8n need this report.
		if (this.state !== 'started') return;
		const { context } = this.trigger;
		this.close();
		context.emitError(nodeErrorOf(context, error));
	}

	hasStarted(): void {
		if (this.state !== 'starting') return;
		this.state = 'started';
		// Not earlier: if this start fails, the former trigger continues, and n8n may still count it as running.
		this.activeTriggers.takeOver(this.trigger.context, this);
	}

	closeUnlessStarted(): void {
		if (this.state === 'starting') this.close();
	}

	close(): void {
		if (this.state === 'closed') return;
		this.state = 'closed';
		this.subscription?.close();
		for (const follower of this.followers.values()) follower.close();
		this.followers.clear();
		for (const end of this.watches.values()) end();
		this.watches.clear();
		this.locations.close();
		this.trigger.dispatcher.close();
		this.activeTriggers.hasEnded(this.trigger.context, this);
	}

	private get activeTriggers(): ActiveTriggers {
		return this.trigger.shared.activeTriggers;
	}
}

/** Resolves when the health of every line is known, or when it takes longer than a person wants to wait. */
async function whenListening(trigger: LogTrigger, subscription: Subscription, health: LineHealth): Promise<void> {
	const {
		context,
		shared: { clock },
	} = trigger;
	try {
		await (isPersonWaiting(context) ? subscription.started : withinLongestWait(subscription.started, clock));
		trigger.checkLinesOf(subscription);
		await health.whenKnown(clock);
	} catch (caught) {
		if (isPersonWaiting(context)) throw nodeErrorOf(context, caught);
		trigger.warn(`Spectrum cannot be reached yet. The trigger tries again: ${toSpectrumError(caught).message}`);
	}
}
