import { systemClock } from '../../../timing/clock';
import { delay } from '../../../timing/waiting';
import type { KnownLine } from './lines';
import type { CampaignParts, CampaignSettings } from './settings';

/**
 * Waits for the next slot of a line, and then reads what has arrived meanwhile.
 *
 * @param notBefore the earliest time for the slot
 * @returns false when the run ends before the slot, which is not taken then: another execution took one, or met a limit
 */
export async function waitForSlot(
	{ random = Math.random, signal, lines, clock = systemClock }: Pick<CampaignParts, 'random' | 'signal' | 'lines' | 'clock'>,
	{ limits, endsAt }: Pick<CampaignSettings, 'limits' | 'endsAt'>,
	{ state }: KnownLine,
	notBefore: number,
): Promise<boolean> {
	if (state.nextSlot(limits, notBefore) >= endsAt) return false;
	const wait = state.takeSlot(limits, notBefore, random()) - clock.now();
	if (wait > 0) await delay(wait, clock, signal);
	await lines.refresh();
	return true;
}
