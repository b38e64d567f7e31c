import { FakeClock } from '../../test/support/fakeClock';
import { Simulator } from '../src';
import { RateLimit } from '../src/controlPlane/rateLimit';
import { longestStep, MovableClock, tomorrowAt } from '../src/movableClock';
import { rawClient } from './rawCall';
import { Receiver } from './receiver';

const hour = 60 * 60_000;
const day = 24 * hour;

describe('the clock that a person moves', () => {
	let real: FakeClock;
	let clock: MovableClock;
	let ran: Array<[string, number]>;

	beforeEach(() => {
		real = new FakeClock(1_000);
		clock = new MovableClock(real);
		ran = [];
	});

	const note = (name: string) => () => ran.push([name, clock.now()]);

	it('is the real time until a person moves it', async () => {
		clock.after(10, note('a'));
		await real.advance(10);
		expect(ran).toEqual([['a', 1_010]]);
		expect(clock.state).toEqual({ now: 1_010, isPaused: false, ahead: 0 });
		expect(real.pending).toBe(0);
	});

	it('runs what falls due in the order of its moments, at the end of the jump', () => {
		clock.after(3 * hour, note('later'));
		clock.after(30_000, note('b'));
		clock.after(10_000, note('a'));
		clock.after(30_000, note('c'));
		clock.advance(hour);
		expect(ran.map(([name]) => name)).toEqual(['a', 'b', 'c']);
		expect(ran[0]?.[1]).toBe(1_000 + hour);
		expect(clock.state).toEqual({ now: 1_000 + hour, isPaused: false, ahead: hour });
		expect(clock.outside()).toBe(1_000);
	});

	it('runs a timer that repeats once for a jump, and then at its own pace', async () => {
		const beat = (): void => {
			note('beat')();
			clock.after(30_000, beat);
		};
		clock.after(30_000, beat);
		clock.advance(day);
		expect(ran).toEqual([['beat', 1_000 + day]]);
		await real.advance(60_000);
		expect(ran).toHaveLength(3);
	});

	it('does not run what another task of the jump has cancelled', () => {
		const cancels: Array<() => void> = [];
		clock.after(1, () => cancels[0]?.());
		cancels.push(clock.after(2, note('cancelled')));
		clock.advance(10);
		expect(ran).toEqual([]);
		expect(real.pending).toBe(0);
	});

	it('stands still while it is paused, and can be moved then', async () => {
		clock.after(1_000, note('a'));
		clock.pause();
		clock.pause();
		await real.advance(hour);
		expect(ran).toEqual([]);
		expect(clock.state).toEqual({ now: 1_000, isPaused: true, ahead: -hour });
		clock.advance(500);
		expect(ran).toEqual([]);
		clock.resume();
		await real.advance(499);
		expect(ran).toEqual([]);
		await real.advance(1);
		expect(ran).toEqual([['a', 2_000]]);
	});

	it('waits longer than a timer of Node can', async () => {
		clock.after(40 * day, note('late'));
		expect(Math.max(...real.waits)).toBeLessThan(2 ** 31);
		await real.advance(39 * day);
		expect(ran).toEqual([]);
		await real.advance(day);
		expect(ran).toHaveLength(1);
	});

	it('goes on when a task fails', () => {
		clock.after(1, () => {
			throw new Error('broken');
		});
		clock.after(hour, note('later'));
		expect(() => clock.advance(10)).toThrow('broken');
		clock.advance(hour);
		expect(ran).toHaveLength(1);
	});

	it.each([-1, Number.NaN, longestStep + 1])('refuses to move by %s', (step) => {
		expect(() => clock.advance(step)).toThrow(RangeError);
		expect(clock.now()).toBe(1_000);
	});

	it('knows what tomorrow morning is, where it is', () => {
		const now = new Date(2026, 2, 31, 23, 30).getTime();
		expect(new Date(tomorrowAt(now))).toEqual(new Date(2026, 3, 1, 9));
	});
});

describe('a simulator whose clock moves', () => {
	let clock: MovableClock;
	let spectrum: Simulator;
	let receiver: Receiver;

	beforeEach(async () => {
		clock = new MovableClock();
		receiver = await Receiver.start();
		spectrum = await Simulator.start({ tls: false, clock, hosts: { 'hooks.example.com': receiver.port } });
	});

	afterEach(async () => {
		await spectrum.stop({ disconnectClients: true });
		await receiver.stop();
	});

	it('gives a line its messages of the day back tomorrow', async () => {
		const client = rawClient(spectrum);
		spectrum.settings.messagesPerDay = 1;
		const send = () => client.send({ chat_guid: 'any;-;+15551230001', text: 'Hello' });
		await send();
		await expect(send()).rejects.toMatchObject({ details: 'The server has sent its messages of the day' });
		clock.advance(day);
		await send();
		expect(spectrum.store().messagesToday.until).toBeGreaterThan(Date.now() + day);
		client.close();
	});

	it('lets tokens end', () => {
		const token = spectrum.tokens.mint('shared');
		clock.advance(hour - 1_000);
		expect(spectrum.tokens.state('shared', token)).toBe('live');
		clock.advance(1_000);
		expect(spectrum.tokens.state('shared', token)).toBe('expired');
	});

	it('signs webhooks with the real time, because the receiver has no other', async () => {
		spectrum.registerWebhook('https://hooks.example.com/a');
		clock.advance(day);
		const before = Math.floor(Date.now() / 1000);
		await spectrum.receive({ from: '+15551230001', text: 'Hello' }).delivered;
		const post = await receiver.next();
		expect(Number(post.headers['x-spectrum-timestamp']) - before).toBeLessThan(60);
		expect(Number(post.headers['webhook-timestamp']) - before).toBeLessThan(60);
		const { message } = JSON.parse(post.raw.toString()) as { message: { timestamp: string } };
		expect(Date.parse(message.timestamp) - before * 1000).toBeGreaterThan(day - 60_000);
	});

	it('makes the next attempt of a delivery at once when its time has come', async () => {
		spectrum.registerWebhook('https://hooks.example.com/a');
		receiver.reactions = [500];
		clock.pause();
		const { delivered } = spectrum.receive({ from: '+15551230001', text: 'Hello' });
		await receiver.next();
		await spectrum.nextDelivery();
		expect(receiver.posts).toHaveLength(1);
		clock.advance(hour);
		const [result] = await delivered;
		expect(result?.attempts.map(({ status }) => status)).toEqual([500, 200]);
	});

	it('limits requests by real seconds, so that a pause shuts nobody out', async () => {
		const real = new FakeClock(0);
		const paused = new MovableClock(real);
		paused.pause();
		const limit = new RateLimit(paused, () => 1);
		expect([limit.allows(), limit.allows()]).toEqual([true, false]);
		await real.advance(1_000);
		expect(limit.allows()).toBe(true);
	});
});
