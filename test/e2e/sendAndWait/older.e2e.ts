import { dataOf, people, Stage } from './stage';

let stage: Stage;

beforeAll(async () => {
	stage = await Stage.start({ version: '2.8' });
}, 1_200_000);

afterAll(async () => await stage?.stop());

test('n8n 2.8 waits for an answer, too', async () => {
	const connected = await stage.world.connect();
	const [person] = people;
	const { workflowId } = await stage.begin(connected, person);
	const { id } = await connected.spectrum.phone(person).next();
	connected.spectrum.phone(person).react(id, 'like');
	const [execution] = await stage.world.client.ended(workflowId, 1, { milliseconds: 180_000 });
	const data: unknown = expect.objectContaining({ approved: true });
	expect(dataOf(execution)).toEqual([data, data]);
}, 300_000);
