import { setMaxListeners } from 'node:events';
import type { ImessageEvent } from '../../shared/spectrum/model/event/event';
import type { Line } from '../../shared/spectrum/model/line';
import type { LocationUpdate } from '../../shared/spectrum/model/location';
import { toSpectrumError } from '../../shared/spectrum/errors/from';
import { Slots } from '../../shared/spectrum/timing/slots';
import { within } from '../../shared/spectrum/timing/waiting';
import type { LogTrigger } from './logTrigger';

/**
 * Starts a run for each update of a location. While the run of a person goes on, only their newest update waits: where
 * they were in between is of no use any more, and a device may tell its place every few seconds.
 */
export class LocationRuns {
	private readonly stop = new AbortController();
	private readonly slots: Slots;
	/** The update that waits for each person with a run; undefined while none waits. */
	private readonly waiting = new Map<string, ImessageEvent | undefined>();

	constructor(private readonly trigger: Pick<LogTrigger, 'host' | 'settings' | 'shared' | 'warn'>) {
		this.slots = new Slots(trigger.settings.dispatch.maxParallel);
		// One listener for each person who waits for a slot. Node takes more than ten for a leak.
		setMaxListeners(Number.POSITIVE_INFINITY, this.stop.signal);
	}

	take(line: Line, update: LocationUpdate): void {
		if (this.stop.signal.aborted) return;
		const event = this.trigger.host.wantedLocation(line, update);
		if (event === undefined) return;
		const person = `${line.id} ${update.location.address}`;
		const isRunning = this.waiting.has(person);
		this.waiting.set(person, event);
		if (!isRunning) void this.runAll(person);
	}

	/** Starts no more runs. */
	close(): void {
		this.stop.abort();
		this.waiting.clear();
	}

	private async runAll(person: string): Promise<void> {
		for (let event = this.next(person); event !== undefined; event = this.next(person)) {
			try {
				await this.run(event);
			} catch (caught) {
				if (this.stop.signal.aborted) return;
				this.trigger.warn(`No run was started for a location: ${toSpectrumError(caught).message}`);
			}
		}
		this.waiting.delete(person);
	}

	private next(person: string): ImessageEvent | undefined {
		const event = this.waiting.get(person);
		if (event !== undefined) this.waiting.set(person, undefined);
		return event;
	}

	private async run(event: ImessageEvent): Promise<void> {
		const { host, settings, shared } = this.trigger;
		const { signal } = this.stop;
		await this.slots.enter(signal);
		try {
			const item = await host.itemOf(event, signal);
			if (item !== undefined) await within(host.runOnce(item), settings.dispatch.deadline, shared.clock, 'overdue');
		} finally {
			this.slots.leave();
		}
	}
}
