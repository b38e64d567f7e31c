import { nextOpen } from '../../../campaign/window';
import { throwIfCancelled, toSpectrumError } from '../../../errors/from';
import { hashOfParts } from '../../../keys/hash';
import type { WriteKey } from '../../../keys/writeKey';
import { systemClock } from '../../../timing/clock';
import { noteSent } from './delivery';
import type { CampaignLines, KnownLine } from './lines';
import { consequenceOf, consequenceOfLookUp } from './refusal';
import type { CampaignMessage, CampaignParts, CampaignSettings } from './settings';
import { waitForSlot } from './slot';

/** The confirmation of an opt-out is sent within this time after it, in milliseconds. Later it would be a surprise. */
const confirmationMilliseconds = 24 * 60 * 60_000;

/** The confirmation that a person waits for. */
interface Confirmation {
	readonly known: KnownLine;
	/** When the person opted out, in milliseconds since the epoch. */
	readonly optedOutAt: number;
}

type Parts = Omit<CampaignParts, 'once'>;
type Settings = Pick<CampaignSettings, 'limits' | 'endsAt'>;

/**
 * Confirms an opt-out to a person, once for each, at the pace of the line. Someone for whom the run has no time left gets it
 * from the next run. A failure does not matter: the opt-out counts without it.
 */
export async function confirmOptOut(parts: Parts, settings: Settings, message: CampaignMessage, text: string): Promise<void> {
	const { people } = parts.gateway.memory.campaigns;
	await people.take(message.address, async () => {
		try {
			await confirmInTurn(parts, settings, message, text);
		} catch (caught) {
			const { clock = systemClock } = parts;
			if (consequenceOfLookUp(toSpectrumError(caught), clock.now()).then === 'throw') throw caught;
		}
	});
}

async function confirmInTurn(parts: Parts, settings: Settings, message: CampaignMessage, text: string): Promise<void> {
	const { gateway, lines, plan, signal, clock = systemClock } = parts;
	throwIfCancelled(signal);
	const before = await confirmationFor(lines, message, clock.now());
	if (before === undefined || !(await waitForSlot(parts, settings, before.known, clock.now()))) return;
	const place = await confirmationFor(lines, message, clock.now());
	if (place?.known.line.id !== before.known.line.id || place.known.state.isResting(clock.now())) return;
	const { known, optedOutAt } = place;
	const { address } = message;
	const id = hashOfParts(['optOut', address, optedOutAt]);
	const key: WriteKey = (step) => hashOfParts([id, step]);
	try {
		const space = await gateway.spaces.open({ by: 'address', address }, { pinned: known.line.id }, key);
		noteSent(known, address, await gateway.messages.sendText(space, { text }, key), id, clock.now());
	} catch (caught) {
		// A limit of the line counts for everyone after this person, too.
		if (consequenceOf(toSpectrumError(caught), known, plan, false, clock.now()).then === 'throw') throw caught;
	}
}

/**
 * The confirmation for a person who has just opted out. Undefined when they got a message since, when it is too late or
 * outside the hours, when the line rests, and when no sending line knows them.
 */
async function confirmationFor(lines: CampaignLines, { address, rules }: CampaignMessage, now: number): Promise<Confirmation | undefined> {
	await lines.ready(address);
	const { mark, lastSentAt } = lines.history(address);
	const known = lines.knowing(address);
	if (known === undefined || mark?.isOut !== true || now - mark.at > confirmationMilliseconds) return undefined;
	if (known.state.isClosedUntil(now) !== undefined) return undefined;
	if (lastSentAt !== undefined && lastSentAt >= mark.at) return undefined;
	if (rules.window !== undefined && nextOpen(rules.window, rules.zones, now) !== now) return undefined;
	return { known, optedOutAt: mark.at };
}
