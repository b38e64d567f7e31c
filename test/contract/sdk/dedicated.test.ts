import { Internet, removeGrpcRoots } from './internet';
import { Simulator } from '../../../simulator/src';
import { FakeClock } from '../../support/fakeClock';
import { picture } from '../pictures';
import { startSdk, type Sdk, type SdkSpace } from './app';
import { LongTimers } from './longTimers';
import { until } from './until';

const alice = '+15551230001';
const bob = 'bob@example.com';
const carol = '+15551230003';
const one = '+15550000001';
const two = '+15550000002';
const three = '+15550000003';
const renewal = 0.8 * 3_600_000;

/** One simulator for the file, because grpc-js reads the authority once. */
describe('spectrum-ts on the dedicated plan', () => {
	let spectrum: Simulator;
	let internet: Internet;
	let timers: LongTimers;
	let clock: FakeClock;
	let sdk: Sdk;
	const spaces = () => sdk.imessage.imessage(sdk.app).space;

	beforeAll(async () => {
		clock = new FakeClock();
		spectrum = await Simulator.start({ plan: 'dedicated', lines: [one, two], clock, rateLimit: Number.POSITIVE_INFINITY });
		// A stream of the SDK that has seen nothing yet loses its place when it is opened again.
		spectrum.settings.endsStreamsWithToken = false;
		internet = await Internet.lead(spectrum);
		timers = new LongTimers();
		sdk = await startSdk(spectrum);
	});

	afterAll(async () => {
		await sdk.app.stop();
		timers.restore();
		await internet.close();
		removeGrpcRoots();
		await spectrum.stop();
	});

	/** Mints again, as the SDK does at 80 % of a token's life; the lines are those of the new tokens then. */
	const renew = async (): Promise<void> => {
		await clock.advance(renewal);
		timers.fire(renewal);
		await until(() => timers.milliseconds.includes(renewal));
	};

	it('makes a direct space on the line that it is told, and writes from there', async () => {
		const space = await spaces().create(alice, { phone: two });
		expect(space).toMatchObject({ id: `any;-;${alice}`, type: 'dm', phone: two });
		await space.send('Hi');
		expect(await spectrum.phone(alice).next()).toMatchObject({ text: 'Hi', line: two });
	});

	it('starts reading: three streams for each line', async () => {
		const first = sdk.next();
		for (let stream = 0; stream < 6; stream++) await spectrum.nextStream();
		spectrum.receive({ from: alice, text: 'Hello', line: two });
		expect(await first).toMatchObject({ content: { type: 'text', text: 'Hello' }, space: { id: `any;-;${alice}`, phone: two } });
		expect(spectrum.streams.map(({ method }) => method).sort()).toEqual([
			...Array<string>(2).fill('SubscribeGroupEvents'),
			...Array<string>(2).fill('SubscribeMessageEvents'),
			...Array<string>(2).fill('SubscribePollEvents'),
		]);
	});

	describe('a group', () => {
		let group: SdkSpace;

		beforeAll(async () => {
			group = await spaces().create([alice, bob], { phone: one });
		});

		it('is managed by the line', async () => {
			expect(group.type).toBe('group');
			await group.rename('Friends');
			await group.avatar(picture('png'), { mimeType: 'image/png' });
			await group.avatar('clear');
			await group.add(carol);
			await group.remove(carol);
			expect(spectrum.phone(alice).eventsOf('groupName')).toMatchObject([{ name: 'Friends' }]);
			expect(
				spectrum
					.phone(alice)
					.eventsOf('groupIcon')
					.map(({ mimeType }) => mimeType),
			).toEqual(['image/png', undefined]);
			expect(spectrum.phone(alice).eventsOf('groupMember')).toMatchObject([{ change: 'added' }, { change: 'removed' }]);
		});

		it('tells what the others do, and not what the line did', async () => {
			const phone = spectrum.phone(alice);
			const next = async () => {
				const message = await sdk.next();
				expect(message.id).toBe(`${group.id}:group:${spectrum.eventLog(one).at(-1)?.sequence}`);
				return { sender: message.sender?.id, ...message.content };
			};
			phone.renameGroup(group.id, 'Best friends');
			expect(await next()).toMatchObject({ sender: alice, type: 'rename', displayName: 'Best friends' });
			phone.addMember(group.id, carol);
			expect(await next()).toMatchObject({ sender: alice, type: 'addMember', members: [carol] });
			phone.removeMember(group.id, carol);
			expect(await next()).toMatchObject({ sender: alice, type: 'removeMember', members: [carol] });
			phone.setGroupIcon(group.id, picture('png'));
			expect(await next()).toMatchObject({ sender: alice, type: 'avatar', action: { kind: 'set', mimeType: 'image/png' } });
			phone.setGroupIcon(group.id);
			expect(await next()).toMatchObject({ sender: alice, type: 'avatar', action: { kind: 'clear' } });
			spectrum.phone(bob).leave(group.id);
			expect(await next()).toMatchObject({ sender: bob, type: 'leaveSpace' });
		});

		it('is left', async () => {
			await group.leave();
			expect(spectrum.store(one).chats.has(group.id)).toBe(false);
		});
	});

	it('serves a line that was added, from the next mint on', async () => {
		await spectrum.addLine(three);
		await renew();
		for (let stream = 0; stream < 3; stream++) expect(await spectrum.nextStream()).toMatchObject({ line: three });
		spectrum.receive({ from: alice, text: 'New line', line: three });
		expect(await sdk.next()).toMatchObject({ content: { text: 'New line' }, space: { phone: three } });
		const space = await spaces().create(alice, { phone: three });
		await space.send('From the new line');
		expect(spectrum.phone(alice).messages.at(-1)).toMatchObject({ text: 'From the new line', line: three });
	});

	it('knows a line that was removed no longer, from the next mint on', async () => {
		await spectrum.removeLine(three);
		await renew();
		await expect(spaces().create(alice, { phone: three })).rejects.toThrow(`No iMessage client serves phone ${three}`);
	});

	it('goes on with the tokens of the next mint after all others were revoked, and has missed nothing', async () => {
		// Only a stream that has seen an event has a place to go on from.
		for (const line of [one, two]) spectrum.receive({ from: alice, text: 'Before', line });
		expect((await sdk.next()).content).toEqual({ type: 'text', text: 'Before' });
		expect((await sdk.next()).content).toEqual({ type: 'text', text: 'Before' });
		spectrum.tokens.revokeAll();
		for (const stream of spectrum.streams) stream.strike({ type: 'refusedToken' });
		spectrum.receive({ from: alice, text: 'Meanwhile', line: one });
		await renew();
		expect(await sdk.next()).toMatchObject({ content: { type: 'text', text: 'Meanwhile' } });
	});
});
