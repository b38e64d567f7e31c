import { BoundedMap } from '../timing/boundedMap';
import { Turns } from '../timing/turns';
import { LineState } from './lineState';

/** People of campaigns that are remembered as done, for one credential. */
const mostDone = 100_000;

/** What the process remembers of one credential's campaigns. All executions and workflows share it. */
export class CampaignMemory {
	private readonly lines = new Map<string, LineState>();
	/** Campaign and person of messages that were sent. */
	readonly done = new BoundedMap<true>(mostDone);
	/** One execution at a time reads the news of a line, and takes its next slot. */
	readonly turns = new Turns();

	/** The state of a line. There are as many as the credential has lines. */
	line(lineId: string): LineState {
		const line = this.lines.get(lineId) ?? new LineState();
		this.lines.set(lineId, line);
		return line;
	}
}
