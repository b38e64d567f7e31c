import { allNodes } from '../../support/allNodes';
import { AskingStage, dataOf, alice } from '../../support/asking';
import { ada, CampaignStage } from '../../support/campaignHost';
import { operationCases } from '../../support/operationCases';
import { Desk } from '../../support/operationDesk';
import { operationsOf } from '../../support/operations';

/** What each operation has given, by its name and the connection. */
const given = new Map<string, unknown>();

/** The names of all fields, and what kind of value each has. Values such as IDs and times differ from run to run. */
function shapeOf(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(shapeOf);
	if (typeof value !== 'object' || value === null) return typeof value;
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}

describe.each(['grpc', 'http'] as const)('by %s', (connection) => {
	let desk: Desk;
	beforeAll(async () => {
		desk = await Desk.start(connection);
	});
	afterAll(async () => await desk.stop());

	test.each(operationCases.map(({ name, run, gives }) => [name, run, gives] as const))('%s', async (name, run, gives) => {
		const before = desk.spectrum.calls.length;
		const output = await run(desk);
		expect(output).toMatchObject(gives);
		given.set(`${name} by ${connection}`, output);
		const ways = new Set(desk.spectrum.calls.slice(before).map(({ transport }) => transport));
		expect([...ways]).toEqual([connection]);
	});

	test('imessage message.sendAndWait', async () => {
		const stage = await AskingStage.start({ connection });
		const { handle } = await stage.ask();
		stage.spectrum.receive({ from: alice, text: 'Yes' });
		await stage.clock.advance(5_000);
		expect(dataOf(await handle)).toMatchObject({ approved: true, text: 'Yes' });
		await stage.stop();
	});

	test('imessageCampaign sendToList, preview, report, checkOptOut', async () => {
		const stage = await CampaignStage.start({}, { connection });
		const people = [{ name: 'Ada', phone: ada }];
		expect((await stage.run(people, { operation: 'preview' })).sent).toMatchObject([{ campaign: { sent: 1 } }]);
		const { sent } = await stage.run(people);
		expect(sent).toMatchObject([{ name: 'Ada', campaign: { messageId: expect.any(String) } }]);
		const report = await stage.run(sent, { operation: 'report' });
		expect(report.sent[0]).toMatchObject({ campaign: { report: { found: true } } });
		stage.spectrum.receive({ from: ada, text: 'STOP' });
		const checked = await stage.run([{}], { operation: 'checkOptOut', address: ada });
		expect(checked.sent).toMatchObject([{ address: ada, optedOut: true }]);
		expect(new Set(stage.spectrum.calls.map(({ transport }) => transport))).toEqual(new Set([connection]));
		await stage.stop();
	});
});

test.each(operationCases.map(({ name }) => name))('%s gives the same fields over both', (name) => {
	const byGrpc = given.get(`${name} by grpc`);
	expect(byGrpc).toBeDefined();
	expect(shapeOf(given.get(`${name} by http`))).toEqual(shapeOf(byGrpc));
});

test('every operation is here, except those of the control plane, which gRPC has no part in', () => {
	const all = Object.entries(allNodes()).flatMap(([type, node]) =>
		operationsOf(node).map(
			({ resource, operation }) => `${type.split('.')[1]} ${resource === undefined ? '' : `${resource}.`}${operation}`,
		),
	);
	const others = [
		'imessage message.sendAndWait',
		...['sendToList', 'preview', 'report', 'checkOptOut'].map((name) => `imessageCampaign ${name}`),
	];
	const ofControlPlane = all.filter((name) => name.startsWith('imessageConversation recipient.'));
	expect(ofControlPlane).toHaveLength(4);
	expect([...operationCases.map(({ name }) => name), ...others, ...ofControlPlane].sort()).toEqual([...all].sort());
});
