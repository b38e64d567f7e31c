import { eventDomains, type EventDomain, type EventFrame } from '../../../../nodes/shared/spectrum/model/event/change';
import type { Clock } from '../../../../nodes/shared/spectrum/timing/clock';
import { FakeSession, FakeSource, type FakeStream } from './fakeSession';

interface Logged {
	readonly sequence: number;
	readonly space: string;
	readonly domain: EventDomain;
}

/** A server with a log, whose streams are late, overtake each other and break, all by chance. */
export class FakeServer extends FakeSource {
	readonly log: Logged[] = [];
	/** Chance that something goes wrong where it can; 0 for a server that is well. */
	trouble = 0;
	/** Broken replays in a row. */
	brokenReplays = 0;

	constructor(
		private readonly clock: Clock,
		private readonly random: () => number,
	) {
		super();
	}

	get head(): number {
		return this.log.at(-1)?.sequence ?? 0;
	}

	append(space: string): void {
		const domain = eventDomains[Math.floor(this.random() * eventDomains.length)] ?? 'message';
		const event = { sequence: this.head + 1, space, domain };
		this.log.push(event);
		for (const session of this.sessions) (session as ServedSession).show(event);
	}

	override connect(lineId: string): FakeSession {
		const session = new ServedSession(lineId, this);
		this.sessions.push(session);
		return session;
	}

	/** After up to a second, mostly less. */
	later(task: () => void): void {
		this.clock.after(this.random() ** 3 * 1_000, task);
	}

	isUnlucky(): boolean {
		return this.random() < this.trouble;
	}

	breakSomething(): void {
		const session = this.sessions.findLast(({ isClosed }) => !isClosed);
		const streams = [...(session?.liveStreams.values() ?? [])].filter(({ isOver }) => !isOver);
		const stream = streams[Math.floor(this.random() * streams.length)];
		if (session === undefined || stream === undefined) return;
		const chance = this.random();
		if (chance < 0.3) stream.end();
		else if (chance < 0.6) stream.fail('unavailable', 'UNAVAILABLE');
		else if (chance < 0.8) stream.fail('authentication', 'UNAUTHENTICATED');
		// Half open: nothing comes, and nobody is told.
		else (session as ServedSession).isDead = true;
	}

	async serveReplay(stream: FakeStream, after: string | undefined): Promise<void> {
		const events = this.log.filter(({ sequence }) => sequence > Number(after ?? 0));
		const breaksAt = this.brokenReplays < 3 && this.isUnlucky() ? Math.floor(this.random() * (events.length + 1)) : undefined;
		this.brokenReplays = breaksAt === undefined ? 0 : this.brokenReplays + 1;
		const { head } = this;
		for (const [index, { sequence, space }] of events.entries()) {
			if (index % 5 === 4) await new Promise<void>((resolve) => this.later(resolve));
			if (stream.isOver) return;
			if (index === breaksAt) {
				stream.fail('internal', 'INTERNAL');
				return;
			}
			stream.event(sequence, space);
			if (this.isUnlucky()) stream.event(sequence, space);
		}
		if (breaksAt === events.length) stream.end();
		else stream.complete(head);
	}
}

class ServedSession extends FakeSession {
	isDead = false;
	private readonly open = new Set<EventDomain>();

	constructor(
		lineId: string,
		private readonly server: FakeServer,
	) {
		super(lineId);
	}

	override live(domain: EventDomain, signal: AbortSignal, onOpen: () => void): AsyncIterable<EventFrame> {
		const frames = super.live(domain, signal, onOpen);
		const stream = this.stream(domain);
		this.server.later(() => {
			if (stream.isOver || this.isDead) return;
			this.open.add(domain);
			// The header is on its way while the first events come behind it.
			stream.open().heartbeat();
		});
		return frames;
	}

	override replay(after: string | undefined, signal: AbortSignal): AsyncIterable<EventFrame> {
		const frames = super.replay(after, signal);
		const stream = this.replayed;
		this.server.later(() => {
			if (!this.isDead && !stream.isOver) void this.server.serveReplay(stream, after);
		});
		return frames;
	}

	/** In the order of its stream, however late. */
	show({ sequence, space, domain }: Logged): void {
		if (this.isDead || !this.open.has(domain)) return;
		const stream = this.stream(domain);
		this.tail(domain, () => {
			if (!stream.isOver && !this.isDead) stream.event(sequence, space);
		});
	}

	private readonly waiting = new Map<EventDomain, Array<() => void>>();

	private tail(domain: EventDomain, task: () => void): void {
		const tasks = this.waiting.get(domain) ?? [];
		this.waiting.set(domain, tasks);
		tasks.push(task);
		this.server.later(() => tasks.shift()?.());
	}
}
