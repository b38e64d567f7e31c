import { mayWrite } from '../../../campaign/mayWrite';
import { outcomeOf } from '../../../errors/outcome';
import { sideBySide } from '../../../timing/sideBySide';
import type { Gateway } from '../../Gateway';
import { messageId } from './campaignRun';
import { canBeSms, hasImessage } from './delivery';
import type { CampaignLines, KnownLine } from './lines';
import { later, skipped, type Outcome } from './outcome';
import { refusedPerson } from './refusal';
import type { CampaignMessage, CampaignSettings } from './settings';

const dayMilliseconds = 24 * 60 * 60_000;

/** Look-ups that run side by side. */
const together = 8;

/** A person of the list, without the message itself. */
export type PreviewedPerson = Pick<CampaignMessage, 'address' | 'rules' | 'text' | 'hasFiles'>;

export interface PreviewParts {
	readonly gateway: Gateway;
	readonly lines: CampaignLines;
	/** Milliseconds since the epoch. */
	readonly now: number;
}

/** The verdicts of a run over a list, person by person, without sending. The rate and the length of a run do not count. */
export class CampaignPreview {
	/** Addresses that have no iMessage. */
	private readonly without = new Set<string>();
	/** People whom the server refuses. */
	private readonly refused = new Map<string, Outcome>();
	/** Room that the people above on the list have taken, by line. */
	private readonly taken = new Map<string, number>();
	/** New people who wait, for room or for the hour. */
	private newWaiting = 0;
	/** When the first of them may get the message, for whom there is room. */
	private firstNewAt = Number.POSITIVE_INFINITY;
	private lastRetryAt: number;

	constructor(
		private readonly parts: PreviewParts,
		private readonly settings: Omit<CampaignSettings, 'endsAt'>,
	) {
		this.lastRetryAt = parts.now;
	}

	/**
	 * Looks up whether people whom no line knows have iMessage.
	 *
	 * @param most look-ups at most; people beyond it are taken to have it
	 * @param onRead called after each look-up with their number; what it throws ends the preview
	 */
	async lookUp(people: readonly PreviewedPerson[], most: number, onRead: (reads: number) => void): Promise<void> {
		const { gateway, lines } = this.parts;
		const [first] = lines.senders;
		if (this.settings.withoutImessage === 'send' || first === undefined) return;
		const strangers: PreviewedPerson[] = [];
		for (const person of people) {
			await lines.ready(person.address);
			if (strangers.length < most && this.isStranger(person)) strangers.push(person);
		}
		let reads = 0;
		await sideBySide(strangers, together, async ({ address }) => {
			const looked = await outcomeOf(async () => await hasImessage(gateway, first.line, address));
			if (looked.ok && !looked.value) this.without.add(address);
			if (!looked.ok) this.refused.set(address, refusedPerson(looked.error));
			reads += 1;
			onRead(reads);
		});
	}

	/** The verdict about the next person of the list. Call it in the order of the list: each takes room. */
	async outcomeOf(person: PreviewedPerson): Promise<Outcome> {
		const { lines, gateway, now } = this.parts;
		const { limits, campaign } = this.settings;
		await lines.ready(person.address);
		if (gateway.memory.campaigns.done.has(messageId(campaign, person.address))) return skipped('alreadySent');
		const verdict = this.verdict(person);
		if (verdict.may === 'never') return skipped(verdict.why);
		const knowing = lines.knowing(person.address);
		const isWithout = this.without.has(person.address);
		const isSkipped = knowing === undefined && ((isWithout && !canBeSms(person, this.settings)) || this.refused.has(person.address));
		if (verdict.may === 'later') {
			if (knowing === undefined && !isSkipped && verdict.when !== undefined) this.newLater(verdict.when);
			return this.later(later(verdict.why, verdict.when));
		}
		if (knowing !== undefined) {
			const closedUntil = knowing.state.isClosedUntil(now);
			if (closedUntil !== undefined) return this.later(later('lineClosed', closedUntil, knowing.line));
			return { status: 'sent', line: knowing.line, newConversation: false, service: 'iMessage' };
		}
		if (isSkipped) return this.refused.get(person.address) ?? skipped('withoutImessage');
		const open = lines.withMostRoom(limits, now, (known) => this.room(known));
		if (open === undefined) {
			const { at } = lines.nextRoom(limits, now);
			this.newLater(now);
			return later('linesFull', at);
		}
		this.taken.set(open.line.id, (this.taken.get(open.line.id) ?? 0) + 1);
		return { status: 'sent', line: open.line, newConversation: true, service: isWithout ? 'SMS' : 'iMessage' };
	}

	/** When the last of the list has the message, by what is known now. Undefined when the lines never write to new people. */
	doneAt(): number | undefined {
		const { senders } = this.parts.lines;
		const perDay = senders.length * this.settings.limits.newPerDay;
		const free = senders.reduce((sum, known) => sum + Math.max(0, this.room(known)), 0);
		const withoutRoom = Math.max(0, this.newWaiting - free);
		if (withoutRoom === 0) return this.lastRetryAt;
		if (perDay === 0) return undefined;
		// Without the room that is left now, days begin when the first of them may get the message.
		const start = free === 0 ? this.parts.now : this.firstNewAt;
		return Math.max(this.lastRetryAt, start + Math.ceil(withoutRoom / perDay) * dayMilliseconds);
	}

	private verdict({ address, rules }: PreviewedPerson) {
		return mayWrite(this.parts.lines.history(address), rules, this.parts.now);
	}

	private isStranger(person: PreviewedPerson): boolean {
		return this.parts.lines.knowing(person.address) === undefined && this.verdict(person).may !== 'never';
	}

	private room(known: KnownLine): number {
		return known.state.room(this.settings.limits, this.parts.now) - (this.taken.get(known.line.id) ?? 0);
	}

	private newLater(at: number): void {
		this.newWaiting += 1;
		this.firstNewAt = Math.min(this.firstNewAt, at);
	}

	private later(outcome: Outcome): Outcome {
		if (outcome.status === 'later' && outcome.retryAt !== undefined) this.lastRetryAt = Math.max(this.lastRetryAt, outcome.retryAt);
		return outcome;
	}
}
