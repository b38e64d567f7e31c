import type { Beginning } from '../../../campaign/lineState';
import { mayWrite, type Verdict } from '../../../campaign/mayWrite';
import { throwIfCancelled, toSpectrumError } from '../../../errors/from';
import { outcomeOf } from '../../../errors/outcome';
import type { SpectrumError } from '../../../errors/SpectrumError';
import { hashOfParts } from '../../../keys/hash';
import type { Line } from '../../../model/line';
import { systemClock, type Clock } from '../../../timing/clock';
import { isRefused } from '../../acceptance';
import type { Sent } from '../../sendOnce';
import { canBeSms, earlierMessage, hasImessage, noteSent, sendBy, type Service } from './delivery';
import type { KnownLine } from './lines';
import { later, skipped, type Outcome } from './outcome';
import { consequenceOf, type Consequence, consequenceOfLookUp } from './refusal';
import type { CampaignMessage, CampaignParts, CampaignSettings } from './settings';
import { waitForSlot } from './slot';

/** Failures of the server in a row after which the run tries no further person. */
const mostFailures = 3;
/** How often one person is tried: each line may refuse, and a person may write while we wait. */
const mostTries = 10;
/** How long one person waits for room on a line, so that the others do not have to wait longer for them. */
const roomPatienceMilliseconds = 60_000;

/** Where and when a message may go. */
interface Place extends KnownLine {
	readonly isNew: boolean;
	/** Milliseconds since the epoch. */
	readonly earliest: number;
}

/** The attempt for one person. */
interface Attempt {
	readonly message: CampaignMessage;
	readonly id: string;
	/** True after the store was told. */
	isBegun: boolean;
	/** True when the message was sent, or the server may have accepted it although it did not say so. The store keeps it then. */
	isKept: boolean;
}

/**
 * One run of a campaign over a list, one person after the other. Each person is judged by what the server lists at that
 * moment, so that a STOP that arrives during the run counts.
 */
export class CampaignRun {
	private readonly clock: Clock;
	private failures = 0;
	private stopped?: Outcome;

	constructor(
		private readonly parts: CampaignParts,
		private readonly settings: CampaignSettings,
	) {
		this.clock = parts.clock ?? systemClock;
	}

	/** Sends the message, or says why not. Throws when the run cannot continue: a refused credential, or a stopped execution. */
	async send(message: CampaignMessage): Promise<Outcome> {
		const { people } = this.parts.gateway.memory.campaigns;
		return await people.take(message.address, async () => await this.sendInTurn(message));
	}

	private async sendInTurn(message: CampaignMessage): Promise<Outcome> {
		const { gateway, signal, once } = this.parts;
		throwIfCancelled(signal);
		const id = messageId(this.settings.campaign, message.address);
		if (gateway.memory.campaigns.done.has(id)) return skipped('alreadySent');
		const attempt: Attempt = { message, id, isBegun: false, isKept: false };
		try {
			const outcome = await this.untilDecided(attempt);
			if (attempt.isBegun && !attempt.isKept) await once.forget(id);
			return outcome;
		} catch (caught) {
			// What was thrown here is about the look-up of one person, in the store or at the server.
			return this.following(caught, consequenceOfLookUp(toSpectrumError(caught), this.clock.now()));
		}
	}

	private async untilDecided(attempt: Attempt): Promise<Outcome> {
		let outcome = await this.attempt(attempt);
		for (let tries = 1; outcome === 'again' && tries < mostTries; tries++) outcome = await this.attempt(attempt);
		if (outcome === 'again') return later('lineClosed', this.clock.now());
		// The message that the person waits after may be the one of this campaign: of an earlier run, or of another process.
		const known = isWaitAfterMessage(outcome) ? await this.beforeWait(attempt) : undefined;
		return known ?? outcome;
	}

	/** The verdict about a person by what is known now. */
	private verdict({ address, rules }: Pick<CampaignMessage, 'address' | 'rules'>): Verdict {
		return mayWrite(this.parts.lines.history(address), rules, this.clock.now());
	}

	private async attempt(attempt: Attempt): Promise<Outcome | 'again'> {
		const { message } = attempt;
		await this.parts.lines.ready(message.address);
		const place = this.placeFor(message);
		if ('status' in place) return place;
		if (place.earliest >= this.settings.endsAt) return later('runEnded', place.earliest, place.line);
		if (!attempt.isBegun) {
			const before = await this.before(attempt);
			if (before !== undefined) return before;
		}
		const beginning = place.isNew ? place.state.begin() : undefined;
		try {
			return await this.attemptAt(attempt, place, beginning);
		} finally {
			beginning?.end();
		}
	}

	private async attemptAt(attempt: Attempt, place: Place, beginning: Beginning | undefined): Promise<Outcome | 'again'> {
		const { message, id } = attempt;
		const looked = await outcomeOf(async () => (place.isNew ? await this.serviceFor(message, place) : 'iMessage'));
		if (!looked.ok) return this.afterFailure(looked.error, attempt, place);
		if (looked.value === undefined) return skipped('withoutImessage');
		const service = looked.value;
		// What fails here is the reading of the lines, which says nothing about this person: `sendInTurn` judges it.
		const isInTime = await waitForSlot(this.parts, this.settings, place, place.earliest);
		if (!isInTime) return 'again';
		await this.parts.lines.ready(message.address);
		const change = this.changeDuringWait(message, place, beginning);
		if (change !== undefined) return change;
		const sent = await outcomeOf(async () => await sendBy(this.parts.gateway, { message, line: place.line, service, id }));
		if (!sent.ok) return this.afterFailure(sent.error, attempt, place);
		this.failures = 0;
		return await this.finish(attempt, place, sent.value, service);
	}

	private placeFor(message: CampaignMessage): Place | Outcome {
		const verdict = this.verdict(message);
		if (verdict.may === 'never') return skipped(verdict.why);
		if (verdict.may === 'later') return later(verdict.why, verdict.when);
		if (this.stopped !== undefined) return this.stopped;
		const { lines } = this.parts;
		const { limits } = this.settings;
		const now = this.clock.now();
		const knowing = lines.knowing(message.address);
		if (knowing !== undefined) {
			const closedUntil = knowing.state.isClosedUntil(now);
			if (closedUntil !== undefined) return later('lineClosed', closedUntil, knowing.line);
			return { ...knowing, isNew: false, earliest: knowing.state.nextSlot(limits, now) };
		}
		const open = this.settings.workers > 1 ? lines.forPerson(message.address, limits, now) : lines.withMostRoom(limits, now);
		if (open !== undefined) return { ...open, isNew: true, earliest: open.state.nextSlot(limits, now) };
		const { known, at } = lines.nextRoom(limits, now);
		if (at > Math.min(now + roomPatienceMilliseconds, this.settings.endsAt)) return later('linesFull', at);
		return { ...known, isNew: true, earliest: known.state.nextSlot(limits, at) };
	}

	/** Asks the store about earlier runs. Returns what became of the message, if one of them has sent it. */
	private async before(attempt: Attempt): Promise<Outcome | undefined> {
		const { once, lines, gateway } = this.parts;
		const { message, id } = attempt;
		const before = await once.begin(id);
		attempt.isBegun = true;
		attempt.isKept = before !== 'first';
		await lines.ready(message.address);
		if (before === 'done') {
			gateway.memory.campaigns.done.set(id, true);
			return skipped('alreadySent');
		}
		return before === 'begun' ? await this.sentMeanwhile(attempt) : undefined;
	}

	/**
	 * The same for someone who waits after a message of ours. The store is not asked again while that is the newest one: for
	 * n8n's, each question writes all its entries, and thousands of people may wait for months.
	 */
	private async beforeWait(attempt: Attempt): Promise<Outcome | undefined> {
		const { once, lines, gateway } = this.parts;
		if (attempt.isBegun) return await this.sentMeanwhile(attempt);
		const { lastSentAt } = lines.history(attempt.message.address);
		const { waits } = gateway.memory.campaigns;
		const key = hashOfParts([once.name, attempt.id]);
		if (waits.get(key) === lastSentAt || this.clock.now() >= this.settings.endsAt) return undefined;
		const known = await this.before(attempt);
		if (!attempt.isKept && lastSentAt !== undefined) waits.set(key, lastSentAt);
		return known;
	}

	/** Looks for the message among all messages to the person. Another process may have sent it. */
	private async sentMeanwhile(attempt: Attempt): Promise<Outcome | undefined> {
		const { lines, gateway } = this.parts;
		const { message } = attempt;
		await lines.ready(message.address);
		// The person may have written to another line since.
		for (const known of lines.allKnowing(message.address)) {
			const sent = await earlierMessage(gateway, known.line, message);
			if (sent !== undefined) return await this.finish(attempt, { ...known, isNew: false, earliest: 0 }, sent, 'iMessage');
		}
		return undefined;
	}

	/** The service for someone whom no line knows. Undefined: the person is skipped. */
	private async serviceFor(message: CampaignMessage, { line }: KnownLine): Promise<Service | undefined> {
		const { withoutImessage } = this.settings;
		if (withoutImessage === 'send' || (await hasImessage(this.parts.gateway, line, message.address))) return 'iMessage';
		return canBeSms(message, this.settings) ? 'SMS' : undefined;
	}

	/** What happened during the wait counts: a STOP, a first message of the person, or what another execution did. */
	private changeDuringWait(
		message: CampaignMessage,
		{ line, state, isNew }: Place,
		beginning: Beginning | undefined,
	): Outcome | 'again' | undefined {
		const verdict = this.verdict(message);
		if (verdict.may === 'never') return skipped(verdict.why);
		if (verdict.may === 'later') return later(verdict.why, verdict.when);
		const knowing = this.parts.lines.knowing(message.address);
		if (knowing?.line.id !== (isNew ? undefined : line.id)) return 'again';
		const now = this.clock.now();
		// Another execution may have met a limit, or have begun a conversation before this one.
		return state.isResting(now) || beginning?.isOver(this.settings.limits, now) === true ? 'again' : undefined;
	}

	private async finish(attempt: Attempt, place: Place, sent: Sent, service: Service): Promise<Outcome> {
		const { gateway, once } = this.parts;
		const { id, message } = attempt;
		attempt.isKept = true;
		noteSent(place, message.address, sent, id, this.clock.now());
		gateway.memory.campaigns.done.set(id, true);
		// It was sent, whatever becomes of the store. One that was not told says that the run was interrupted, and the next looks.
		await once.finish(id).catch(() => undefined);
		return sentOutcome(place.line, place.isNew, sent, service);
	}

	private afterFailure(error: SpectrumError, attempt: Attempt, place: Place): Outcome | 'again' {
		const consequence = consequenceOf(error, place, this.parts.plan, place.isNew, this.clock.now());
		if (consequence.then === 'anotherLine') return 'again';
		attempt.isKept ||= !isRefused(error) && !error.notAccepted;
		return this.following(error, consequence);
	}

	private following(caught: unknown, consequence: Exclude<Consequence, { then: 'anotherLine' }>): Outcome {
		if (consequence.then === 'throw') throw caught;
		const { outcome, stops = false, failed = false } = consequence;
		this.failures = failed ? this.failures + 1 : 0;
		if (stops || this.failures >= mostFailures) this.stopped = outcome;
		return outcome;
	}
}

function isWaitAfterMessage(outcome: Outcome): boolean {
	return outcome.status === 'later' && (outcome.reason === 'pause' || outcome.reason === 'unanswered');
}

/** Names the message of a campaign to a person, whatever line sends it. */
export function messageId(campaign: string, address: string): string {
	return hashOfParts(['campaign', campaign, address]);
}

function sentOutcome(line: Line, newConversation: boolean, { message }: Sent, service: Service): Outcome {
	return { status: 'sent', line, newConversation, service, ...(message === undefined ? {} : { messageId: message.id }) };
}
