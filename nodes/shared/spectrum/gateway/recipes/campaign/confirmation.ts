import { nextOpen } from '../../../campaign/window';
import { hashOfParts } from '../../../keys/hash';
import type { WriteKey } from '../../../keys/writeKey';
import { toSpectrumError } from '../../../errors/from';
import type { Gateway } from '../../Gateway';
import { noteSent } from './delivery';
import type { CampaignLines, KnownLine } from './lines';
import type { CampaignMessage } from './settings';

/** The confirmation of an opt-out is sent within this time after it, in milliseconds. Later it would be a surprise. */
const confirmationMilliseconds = 24 * 60 * 60_000;

/** The confirmation that a person waits for. */
export interface Confirmation {
	readonly known: KnownLine;
	readonly address: string;
	/** When the person opted out, in milliseconds since the epoch. */
	readonly optedOutAt: number;
}

/**
 * The confirmation for a person who has just opted out. Undefined when they got a message since, when it is too late or
 * outside the hours, and when no sending line knows them.
 */
export function confirmationFor(lines: CampaignLines, { address, rules }: CampaignMessage, now: number): Confirmation | undefined {
	const { mark, lastSentAt } = lines.history(address, []);
	const known = lines.knowing(address);
	if (known === undefined || mark?.isOut !== true || now - mark.at > confirmationMilliseconds) return undefined;
	if (lastSentAt !== undefined && lastSentAt >= mark.at) return undefined;
	if (rules.window !== undefined && nextOpen(rules.window, rules.zones, now) !== now) return undefined;
	return { known, address, optedOutAt: mark.at };
}

/** Sends the confirmation, once for each opt-out. A failure does not matter to the run: the opt-out counts without it. */
export async function confirmOptOut(gateway: Gateway, { known, address, optedOutAt }: Confirmation, text: string): Promise<void> {
	const id = hashOfParts(['optOut', address, optedOutAt]);
	const key: WriteKey = (step) => hashOfParts([id, step]);
	try {
		const space = await gateway.spaces.open({ by: 'address', address }, { pinned: known.line.id }, key);
		noteSent(known, address, await gateway.messages.sendText(space, { text }, key), id, optedOutAt);
	} catch (caught) {
		if (['cancelled', 'authentication'].includes(toSpectrumError(caught).kind)) throw caught;
	}
}
