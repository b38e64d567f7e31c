import type { LineLimits } from '../../../campaign/lineState';
import { systemClock } from '../../../timing/clock';
import { delay } from '../../../timing/waiting';
import type { KnownLine } from './lines';
import type { CampaignParts } from './settings';

/**
 * Waits for the next slot of a line, and then reads what has arrived meanwhile.
 *
 * @param notBefore the earliest time for the slot
 */
export async function waitForSlot(
	{ random = Math.random, signal, lines, clock = systemClock }: Pick<CampaignParts, 'random' | 'signal' | 'lines' | 'clock'>,
	limits: LineLimits,
	{ state }: KnownLine,
	notBefore: number,
): Promise<void> {
	const wait = state.takeSlot(limits, notBefore, random()) - clock.now();
	if (wait > 0) await delay(wait, clock, signal);
	await lines.refresh();
}
