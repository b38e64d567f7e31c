import { mayWrite, type Verdict } from '../../../campaign/mayWrite';
import { toSpectrumError } from '../../../errors/from';
import { hashOfParts } from '../../../keys/hash';
import type { Line } from '../../../model/line';
import { systemClock, type Clock } from '../../../timing/clock';
import { delay } from '../../../timing/waiting';
import { isRefused } from '../../acceptance';
import type { Sent } from '../../sendOnce';
import { canBeSms, earlierMessage, hasImessage, noteSent, sendBy, type Service } from './delivery';
import type { KnownLine } from './lines';
import { later, skipped, type Outcome } from './outcome';
import { consequenceOf } from './refusal';
import type { CampaignMessage, CampaignParts, CampaignSettings } from './settings';

/** Failures of the server in a row after which the run tries no further person. */
const mostFailures = 3;
/** How often one person is tried: each line may refuse, and a person may write while we wait. */
const mostTries = 10;
/** How long one person waits for room on a line. Others need not wait that long behind them. */
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
	/** True when the server may have accepted the message although it did not say so. */
	isUnclear: boolean;
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

	/** Sends the message, or says why not. Throws when the run cannot go on: a refused credential, or a stopped execution. */
	async send(message: CampaignMessage): Promise<Outcome> {
		const id = messageId(this.settings.campaign, message.address);
		if (this.parts.gateway.memory.campaigns.done.has(id)) return skipped('alreadySent');
		const attempt: Attempt = { message, id, isBegun: false, isUnclear: false };
		let outcome = await this.attempt(attempt);
		// The message that the person waits after may be the one of this campaign.
		if (outcome !== 'again' && isWaitAfterMessage(outcome) && !attempt.isBegun) {
			const before = await this.before(attempt);
			if (before !== undefined) return before;
		}
		for (let tries = 1; outcome === 'again' && tries < mostTries; tries++) outcome = await this.attempt(attempt);
		if (outcome === 'again') outcome = later('lineClosed', this.clock.now());
		if (attempt.isBegun && outcome.status !== 'sent' && !attempt.isUnclear) await this.parts.once.forget(id);
		return outcome;
	}

	/** The verdict about a person by what is known now. */
	verdict({ address, rules }: Pick<CampaignMessage, 'address' | 'rules'>): Verdict {
		return mayWrite(this.parts.lines.history(address, this.settings.ownWords), rules, this.clock.now());
	}

	private async attempt(attempt: Attempt): Promise<Outcome | 'again'> {
		const { message, id } = attempt;
		const place = this.placeFor(message);
		if ('status' in place) return place;
		if (place.earliest >= this.settings.endsAt) return later('runEnded', place.earliest, place.line);
		if (!attempt.isBegun) {
			const before = await this.before(attempt);
			if (before !== undefined) return before;
		}
		const end = place.isNew ? place.state.begin() : () => undefined;
		try {
			const service = place.isNew ? await this.serviceFor(message, place) : 'iMessage';
			if (service === undefined) return skipped('withoutImessage');
			await this.waitFor(place);
			const change = this.changeDuringWait(message, place);
			if (change !== undefined) return change;
			const sent = await sendBy(this.parts.gateway, { message, line: place.line, service, id });
			this.failures = 0;
			return await this.finish(id, message, place, sent, service);
		} catch (caught) {
			return this.afterFailure(caught, attempt, place);
		} finally {
			end();
		}
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
		const open = lines.withMostRoom(limits, now);
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
		attempt.isUnclear = before === 'begun';
		const knowing = lines.knowing(message.address);
		// A person without any message did not get one, whatever the store says.
		if (before === 'done' && !lines.history(message.address, []).isNew) {
			gateway.memory.campaigns.done.set(id, true);
			return skipped('alreadySent');
		}
		if (before !== 'begun' || knowing === undefined) return undefined;
		const sent = await earlierMessage(gateway, knowing.line, message);
		return sent === undefined ? undefined : await this.finish(id, message, { ...knowing, isNew: false, earliest: 0 }, sent, 'iMessage');
	}

	/** The service for someone whom no line knows. Undefined: the person is skipped. */
	private async serviceFor(message: CampaignMessage, { line }: KnownLine): Promise<Service | undefined> {
		const { withoutImessage } = this.settings;
		if (withoutImessage === 'send' || (await hasImessage(this.parts.gateway, line, message.address))) return 'iMessage';
		return canBeSms(message, this.settings) ? 'SMS' : undefined;
	}

	private async waitFor({ state, earliest }: Place): Promise<void> {
		const { random = Math.random, signal, lines } = this.parts;
		const at = state.takeSlot(this.settings.limits, earliest, random());
		const wait = at - this.clock.now();
		if (wait > 0) await delay(wait, this.clock, signal);
		await lines.refresh();
	}

	/** What arrived during the wait counts: a STOP, a first message of the person, or a conversation begun elsewhere. */
	private changeDuringWait(message: CampaignMessage, { line, state, isNew }: Place): Outcome | 'again' | undefined {
		const verdict = this.verdict(message);
		if (verdict.may === 'never') return skipped(verdict.why);
		if (verdict.may === 'later') return later(verdict.why, verdict.when);
		const knowing = this.parts.lines.knowing(message.address);
		if (knowing?.line.id !== (isNew ? undefined : line.id)) return 'again';
		return isNew && state.isOver(this.settings.limits, this.clock.now()) ? 'again' : undefined;
	}

	private async finish(id: string, message: CampaignMessage, place: Place, sent: Sent, service: Service): Promise<Outcome> {
		const { gateway, once } = this.parts;
		noteSent(place, message.address, sent, id, this.clock.now());
		gateway.memory.campaigns.done.set(id, true);
		await once.finish(id);
		return sentOutcome(place.line, place.isNew, sent, service);
	}

	private afterFailure(caught: unknown, attempt: Attempt, place: Place): Outcome | 'again' {
		const error = toSpectrumError(caught);
		const consequence = consequenceOf(error, place, this.parts.plan, place.isNew, this.clock.now());
		if (consequence.then === 'throw') throw caught;
		if (consequence.then === 'anotherLine') return 'again';
		attempt.isUnclear = !isRefused(error) && !error.notAccepted;
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
