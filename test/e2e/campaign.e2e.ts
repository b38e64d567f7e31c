import { ownExample } from './examples/read';
import { awake } from './support/awake';
import { within } from '../../scripts/n8n/until';
import { World } from './support/world';

let world: World;

beforeAll(async () => {
	world = await World.start();
}, 1_200_000);

afterAll(async () => await world?.stop());

test.each([
	['the message has gone out, and its answer has not come', false],
	['the message has not gone out yet', true],
] as const)('the flow survives that n8n is killed in the middle (%s): everyone gets one message', async (_name, beforeWrite) => {
	const connected = await world.connect();
	const { spectrum, cloud } = connected;
	const people = awake(6);
	const id = await world.client.importWorkflow(ownExample('flow-campaign', [cloud], ''));
	let runs = 0;
	const run = async () => {
		await world.client.run(id, 'Every Hour');
		runs += 1;
		return (await world.client.ended(id, runs)).length;
	};
	await run();
	await world.client.addRows(
		'iMessage campaign',
		people.map((phone, index) => ({ name: `Person ${index}`, phone })),
	);
	const held = spectrum.faults.add('SendTextMessage', { type: 'hold', beforeWrite }, { after: 2 });
	await world.client.run(id, 'Every Hour');
	runs += 1;
	await within('the third message reaches Spectrum', held.struck);
	await world.n8n.kill();
	held.remove();
	const reached = () => people.map((phone) => spectrum.phone(phone).messages.length);
	expect(reached().filter((count) => count > 0)).toHaveLength(beforeWrite ? 2 : 3);

	await world.startAgain();
	await run();
	const ended = await world.client.ended(id, runs);
	expect(ended.map(({ status }) => status).sort()).toEqual(['crashed', 'success', 'success']);
	expect(reached()).toEqual(people.map(() => 1));
	await world.disconnect(connected);
});
