import type { INodeExecutionData } from 'n8n-workflow';
import { Action } from '../../support/action';
import { example } from '../../support/exampleRun';
import { TestHost, type NodeJson } from '../../support/host';

/** The appointment reminder's own expressions, in n8n's engine: everything that it makes of rows is written in them. */

const reminder = example('flow-appointment-reminder');
const setType = 'n8n-nodes-base.set';

let host: TestHost;

beforeAll(async () => {
	const startType = 'test.start';
	host = await TestHost.start({
		nodes: {
			// n8n's Set in its mode "JSON".
			[setType]: new Action(
				(context) => context.getInputData().map((_, index) => ({ json: context.getNodeParameter('jsonOutput', index) as never })),
				{ name: setType, version: [3.4], properties: [{ displayName: 'JSON', name: 'jsonOutput', type: 'json', default: '' }] },
			),
			// Passes its items on; a time that is an expression becomes what n8n makes of it, such as a date of n8n's own.
			[startType]: new Action((context) =>
				context.getInputData().map(({ json }, index) => {
					const { at: time } = json;
					const isExpression = typeof time === 'string' && time.startsWith('{{');
					return { json: isExpression ? { ...json, at: context.evaluateExpression(time, index) } : json };
				}),
			),
		},
	});
});

afterAll(async () => await host.stop());

const named = (name: string): NodeJson => {
	const node = reminder.nodes.find((one) => one.name === name);
	if (node === undefined) throw new Error(`There is no ${name}`);
	return node;
};

/** What the last of these nodes makes of items, one node behind the other. */
async function run(items: ReadonlyArray<Record<string, unknown>>, ...names: string[]): Promise<Record<string, unknown>> {
	const start = { name: 'A Message Arrives', type: 'test.start' };
	const line = [start, ...names.map(named)];
	const connections = Object.fromEntries(
		line.slice(1).map(({ name }, index) => [line[index]?.name ?? '', { main: [[{ node: name, type: 'main' as const, index: 0 }]] }]),
	);
	const last = names.at(-1) ?? '';
	const execution = await host.execute(
		{ nodes: line, connections, settings: { timezone: 'UTC' } },
		{ triggerItems: items.map((json) => ({ json }) as INodeExecutionData) },
	);
	expect([execution.error?.message, execution.status]).toEqual([undefined, 'success']);
	expect(execution.items(last)).toHaveLength(1);
	return execution.items(last)[0]?.json ?? {};
}

const day = 86_400_000;

/** An hour of tomorrow, or of a day before or after it, in UTC as the workflow is. */
function at(hour: number, days = 0): string {
	const tomorrow = new Date(Date.now() + (1 + days) * day).toISOString().slice(0, 10);
	return `${tomorrow}T${String(hour).padStart(2, '0')}:00:00.000Z`;
}

describe('rows become the appointments of tomorrow', () => {
	const read = async (...rows: ReadonlyArray<Record<string, unknown>>) => await run(rows, "Tomorrow's Appointments");

	test.each([
		['ISO', at(10)],
		['ISO of another zone', at(10).replace('10:00:00.000Z', '05:00:00-05:00')],
		['ISO without a zone', at(10).slice(0, -1)],
		['SQL', at(10).slice(0, 19).replace('T', ' ')],
		['SQL without seconds', at(10).slice(0, 16).replace('T', ' ')],
		["n8n's own date", `{{ DateTime.fromISO("${at(10)}") }}`],
	])('with a time as %s', async (_, time) => {
		expect(await read({ name: 'Ada', phone: '+15551234567', at: time })).toEqual({
			rows: 1,
			appointments: [{ name: 'Ada', phone: '+15551234567', at: at(10) }],
			unclear: [],
		});
	});

	test('only those of tomorrow that are not cancelled, and all of them', async () => {
		const row = (name: string, time: string, status: unknown = null) => ({ name, phone: '+15551234567', at: time, status });
		const { appointments } = await read(
			row('Today', at(10, -1)),
			row('Ada', at(0)),
			row('Grace', at(23), 'confirmed'),
			row('Cancelled', at(12), 'Cancelled'),
			row('Later', at(0, 1)),
		);
		expect(appointments).toMatchObject([{ name: 'Ada' }, { name: 'Grace' }]);
	});

	test('a row without a number or with a time that cannot be read is reported', async () => {
		expect(await read({ name: 'Ada', phone: '', at: at(9) }, { name: 'Grace', phone: 15557654321, at: 'Tuesday' })).toEqual({
			rows: 2,
			appointments: [],
			unclear: [`Ada, ${at(9)}`, 'Grace, 15557654321, Tuesday'],
		});
	});

	test('an empty table has no row, although n8n passes on an empty item', async () => {
		expect(await read({})).toEqual({ rows: 0, appointments: [], unclear: [] });
	});
});

describe('the office gets to know', () => {
	test('that there is nobody to remind', async () => {
		const { text } = await run([{}], "Tomorrow's Appointments", 'Report');
		expect(text).toBe('No reminders went out: none of the 0 rows in the table is an appointment for tomorrow.');
	});

	test('which rows cannot be read', async () => {
		const { text } = await run([{ name: 'Grace', phone: '+15557654321', at: 'Tuesday' }], "Tomorrow's Appointments", 'Report');
		expect(text).toContain('cannot be read: Grace, +15557654321, Tuesday');
	});
});

describe('the appointment of a person who writes', () => {
	const row = { id: 7, name: 'Ada', phone: '+1 (555) 123-4567', at: at(10) };
	/** The trigger's item comes first; the table's rows go another way in the flow and are beside it here. */
	const find = async (sender: string, ...rows: ReadonlyArray<Record<string, unknown>>) =>
		(await run([{ sender: { address: sender } }, ...rows], 'Find Their Appointment')).appointment;

	test('is the next one of their number, however it is written', async () => {
		const later = { ...row, id: 8, at: at(12) };
		const past = { ...row, id: 9, at: at(10, -3) };
		expect(await find('+15551234567', later, past, row)).toEqual({ id: 7, name: 'Ada', at: at(10) });
		expect(await find('ada@example.com', { ...row, phone: ' Ada@Example.com ' })).toMatchObject({ id: 7 });
	});

	test.each([
		['another number', '+15551234568', row],
		['a cancelled one', '+15551234567', { ...row, status: 'cancelled' }],
		['an address without a number, and a row without one', 'ada@example.com', { ...row, phone: '' }],
		['a time that cannot be read', '+15551234567', { ...row, at: 'Tuesday' }],
	])('is none for %s', async (_, sender, other) => {
		expect(await find(sender, other)).toBeNull();
	});
});
