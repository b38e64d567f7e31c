import { FastClock } from '../../../support/fastClock';
import { logWorkflow, nextEvents, useLogStage, type LogStage } from '../../../support/logHost';

const [alice, bob] = ['+15551230001', '+15551230002'] as const;

describe('the order within a space', () => {
	const startStage = useLogStage();
	let stage: LogStage;

	const start = async () => {
		stage = await startStage({ clock: new FastClock(20) });
		const { spectrum, host } = stage;
		const group = spectrum.createGroup({ members: [alice, bob] });
		await host.activate(logWorkflow({ events: ['message.received', 'group.displayNameChanged'] }));
		const messages = spectrum.streams.find(({ method }) => method === 'SubscribeMessageEvents');
		if (messages === undefined) throw new Error('There is no stream of messages');
		return { spectrum, host, group, messages };
	};

	const names = async (count: number) => (await nextEvents(stage.host, count)).map(({ event }) => event);

	it('is kept when one stream overtakes another', async () => {
		const { spectrum, group, messages } = await start();
		const held = messages.strike({ type: 'hold' });
		spectrum.receiveMany([{ from: alice, space: group, text: 'What shall we call it?' }]);
		spectrum.phone(bob).renameGroup(group, 'Choir');
		setImmediate(() => held.release());
		expect(await names(2)).toEqual(['message.received', 'group.displayNameChanged']);
	});

	it('is kept when one stream stands still: a replay brings what is missing', async () => {
		const { spectrum, group, messages } = await start();
		messages.strike({ type: 'hold' });
		spectrum.receiveMany([{ from: alice, space: group, text: 'What shall we call it?' }]);
		spectrum.phone(bob).renameGroup(group, 'Choir');
		expect(await names(2)).toEqual(['message.received', 'group.displayNameChanged']);
	});

	it('waits no longer for a number that stands for nothing', async () => {
		const { spectrum, group } = await start();
		const { log } = spectrum.store();
		log.continueAt(BigInt(log.head) + 5n);
		spectrum.phone(bob).renameGroup(group, 'Choir');
		expect(await names(1)).toEqual(['group.displayNameChanged']);
	});
});
