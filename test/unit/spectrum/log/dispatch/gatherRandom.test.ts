import { randomBytes } from 'node:crypto';
import type { ImessageEvent } from '../../../../../nodes/shared/spectrum/model/event/event';
import { burstLimit, Gatherer, type Held } from '../../../../../nodes/shared/spectrum/log/dispatch/gather';
import { seededRandom } from '../../../../../simulator/src/random';
import { FakeClock } from '../../../../support/fakeClock';
import { alice, bob, message } from './gatherSupport';

const seconds = 1_000;

test('whatever comes: nothing lost, nothing twice, order kept, bounds held', async () => {
	const seed = Number(process.env.SEED ?? randomBytes(4).readUInt32BE());
	for (let run = 0; run < 25; run++) {
		try {
			await randomRun(seed + run);
		} catch (caught) {
			throw new Error(`Failed with seed ${seed + run}: SEED=${seed + run} repeats it`, { cause: caught });
		}
	}
});

async function randomRun(seed: number): Promise<void> {
	const random = seededRandom(seed);
	const below = (limit: number) => Math.floor(random() * limit);
	const window = (1 + below(20)) * seconds;
	const lasts = Math.max(60 * seconds, 6 * window);
	const clock = new FakeClock();
	const addedAt = new Map<string, number>();
	const events = new Map<string, ImessageEvent>();
	const handedOn: string[] = [];
	const onBurst = (list: ReadonlyArray<Held<string>>) => {
		expect(list.length).toBeGreaterThan(0);
		expect(list.length).toBeLessThanOrEqual(burstLimit);
		for (const [index, { token, event }] of list.entries()) {
			expect(event).toBe(events.get(token));
			handedOn.push(token);
			const previous = list[index - 1];
			if (previous === undefined) continue;
			expect(event.event).toBe('message.received');
			expect(streamOf(event)).toBe(streamOf(previous.event));
			expect(Math.abs(Date.parse(event.timestamp ?? '') - Date.parse(previous.event.timestamp ?? ''))).toBeLessThanOrEqual(window);
			expect(arrival(token) - arrival(previous.token)).toBeLessThanOrEqual(window);
		}
		const [first] = list;
		expect(clock.now() - arrival(first?.token)).toBeLessThanOrEqual(lasts);
		expect(clock.now() - arrival(list.at(-1)?.token)).toBeLessThanOrEqual(window);
	};
	const arrival = (token: string | undefined) => addedAt.get(token ?? '') ?? Number.NaN;
	const gatherer = new Gatherer<string>({ clock, windowMilliseconds: window, onBurst });

	const total = 100 + below(300);
	for (let index = 0; index < total; index++) {
		const id = String(index);
		const isMessage = below(10) > 0;
		const writtenAt = clock.now() - (below(15) === 0 ? below(3_600) * seconds : 0);
		const event = message(id, writtenAt, {
			sender: below(12) === 0 ? undefined : { id: 'x', address: [alice, bob, 'carol@example.com'][below(3)] ?? alice },
			space: { id: `any;+;chat${below(2)}`, type: 'group', phone: 'shared' },
			...(isMessage ? {} : { event: 'message.reactionAdded', message: { id: String(below(index + 1)) } }),
		});
		events.set(id, event);
		addedAt.set(id, clock.now());
		gatherer.add({ event, token: id });
		expect(handedOn.length + gatherer.size).toBe(events.size);
		expect(clock.pending).toBeLessThanOrEqual(6);
		const pause = below(4);
		if (pause > 0) await clock.advance(below(pause === 1 ? window * 2 : window / 2));
		if (below(100) === 0) gatherer.flush();
	}

	await clock.advance(window);
	expect(gatherer.size).toBe(0);
	expect(clock.pending).toBe(0);
	expect(handedOn).toHaveLength(total);
	expect(new Set(handedOn).size).toBe(total);
	const latest = new Map<string, number>();
	for (const [position, token] of handedOn.entries()) {
		const event = events.get(token);
		if (event === undefined) throw new Error(`${token} was never added`);
		const stream = streamOf(event);
		if (event.sender !== undefined) {
			expect(Number(token)).toBeGreaterThan(latest.get(stream) ?? -1);
			latest.set(stream, Number(token));
		}
		const isAbout = event.event === 'message.reactionAdded' ? events.get(event.message?.id ?? '') : undefined;
		// Only within a conversation: the same number elsewhere is another message.
		if (isAbout?.space.id === event.space.id && isAbout !== event) expect(handedOn.indexOf(isAbout.id)).toBeLessThan(position);
	}
}

function streamOf({ space, sender }: ImessageEvent): string {
	return `${space.id} ${sender?.address}`;
}
