import { BoundedMap } from '../timing/boundedMap';
import { Turns } from '../timing/turns';
import { LineState } from './lineState';

/** People of campaigns that are remembered, for one credential: as done, and as waiting. */
const mostPeople = 100_000;

/** What the process remembers of one credential's campaigns. All executions and workflows share it. */
export class CampaignMemory {
	private readonly lines = new Map<string, LineState>();
	/** Campaign and person of messages that were sent. */
	readonly done = new BoundedMap<true>(mostPeople);
	/** Time of the message after which a person waits, by store, campaign and person. The store knows that it is another's. */
	readonly waits = new BoundedMap<number>(mostPeople);
	/** One execution at a time reads the news of a line, and takes its next slot. */
	readonly turns = new Turns();
	/** One execution at a time writes to a person: two would both find that nobody has written to them yet. */
	readonly people = new Turns();

	/** @param mostPeople of a line that are remembered; default as in `LineBook` */
	constructor(private readonly mostPeople?: number) {}

	/** False while no campaign has asked for a line. */
	get isUsed(): boolean {
		return this.lines.size > 0;
	}

	/** The state of a line. There are as many as the credential has lines. */
	line(lineId: string): LineState {
		const line = this.lines.get(lineId) ?? new LineState(this.mostPeople);
		this.lines.set(lineId, line);
		return line;
	}
}
