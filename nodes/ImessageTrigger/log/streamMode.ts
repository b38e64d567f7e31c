import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { wantsLine } from '../../shared/spectrum/filter/eventFilter';
import { toSpectrumError } from '../../shared/spectrum/errors/from';
import type { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import type { FeedListener } from '../../shared/spectrum/log/line/accountFeed';
import type { Feeds, Subscription } from '../../shared/spectrum/log/line/feeds';
import { Follower } from '../../shared/spectrum/log/reader/follower';
import type { LiveLine } from '../../shared/spectrum/log/line/liveLine';
import type { Listening } from './listening';
import { closing, isStrict, openLogTrigger, type LogMode, type LogTrigger } from './logMode';
import { nodeErrorOf } from '../nodeErrors';
import { Signs, withinPatience } from './lineHealth';

/** What the stream mode needs of its process. */
export interface StreamMode extends LogMode {
	readonly feeds: Feeds;
	readonly listening: Listening;
}

/** Listens for as long as the workflow is active. Rejects when a person activates it and no line can be reached. */
export async function startStream(context: ITriggerFunctions, mode: StreamMode): Promise<ITriggerResponse> {
	const trigger = await openLogTrigger(context, mode);
	const followers = new Followers(trigger, mode.listening);
	const subscription = mode.feeds.subscribe(
		{
			source: trigger.streams,
			clock: mode.clock,
			random: mode.random,
			catchUps: mode.catchUps.slotsOf(trigger.streams.credential),
			onWarning: (message) => trigger.warn(message),
		},
		followers,
	);
	followers.subscription = subscription;
	try {
		await whenListening(trigger, subscription, followers.signs);
		followers.hasStarted();
		trigger.keep();
	} finally {
		followers.closeUnlessStarted();
	}
	return closing(() => followers.close());
}

/** One follower for each line, as long as there is the line. */
class Followers implements FeedListener {
	subscription: Subscription | undefined;
	readonly signs = new Signs();
	private readonly followers = new Map<string, Follower>();
	private state: 'starting' | 'started' | 'closed' = 'starting';

	constructor(
		private readonly trigger: LogTrigger,
		private readonly listening: Listening,
	) {}

	onLine(line: LiveLine, unlistedAt?: number): void {
		const { clock, random, settings } = this.trigger;
		if (!wantsLine(settings.filter, line.line)) return;
		const { id } = line.line;
		this.signs.expect(id);
		const follower = new Follower({
			...this.trigger.readerOf(line.line, unlistedAt),
			clock,
			random,
			onWarning: (message) => this.trigger.warn(message),
			onCaughtUp: () => this.signs.isWell(id),
			onFailed: (error) => this.signs.hasFailed(id, error),
		});
		this.followers.set(id, follower);
		follower.follow(line);
		if (this.state === 'started') this.trigger.context.logger.info(`Line ${line.line.phone} has come to the credential, and is listened to`);
	}

	onLineGone(lineId: string): void {
		const follower = this.followers.get(lineId);
		if (follower === undefined) return;
		follower.close();
		this.followers.delete(lineId);
		this.signs.forget(lineId);
		this.trigger.warn(`line ${lineId} is gone from the credential, and is not listened to any more`);
	}

	/** n8n then ends the trigger, shows the failure, and tries to start it again, later and later. */
	onFatal(error: SpectrumError): void {
		// During the start the activation itself is refused; afterwards nobody waits for an answer.
		if (this.state !== 'started') return;
		const { context } = this.trigger;
		this.close();
		context.emitError(nodeErrorOf(context, error));
	}

	hasStarted(): void {
		if (this.state !== 'starting') return;
		this.state = 'started';
		// Not before: where this start fails, the former goes on, and n8n may well think that one is running.
		this.listening.takeOver(this.trigger.context, this);
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
		this.trigger.dispatcher.close();
		this.listening.hasEnded(this.trigger.context, this);
	}
}

/** Resolves when every line has been heard of, or when it takes longer than a person wants to wait. */
async function whenListening(trigger: LogTrigger, { started }: Subscription, signs: Signs): Promise<void> {
	const { context, clock } = trigger;
	try {
		await (isStrict(context) ? started : withinPatience(started, clock));
		await signs.settled(clock);
	} catch (caught) {
		if (isStrict(context)) throw nodeErrorOf(context, caught);
		trigger.warn(`Spectrum cannot be reached yet, and is tried again: ${toSpectrumError(caught).message}`);
	}
}
