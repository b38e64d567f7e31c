import type { IDataObject } from 'n8n-workflow';
import { PollMemory, pollMemoryLimits } from '../../../nodes/shared/n8n/memory/pollValues';

/** A workflow's data as one execution has loaded it. */
function execution(global: IDataObject = {}, id = 'w1') {
	return { data: global, getWorkflowStaticData: () => global, getWorkflow: () => ({ id }) };
}

/** What n8n stores at the end of an execution, and loads at the start of the next one. */
const stored = (data: IDataObject): IDataObject => JSON.parse(JSON.stringify(data)) as IDataObject;

let time = 0;
const memory = () => new PollMemory(() => ++time);
const values = (...list: string[]) => list.map((value, index) => ({ id: `o${index}`, text: `Text ${value}`, value }));

test('another process reads what was stored', () => {
	const first = execution();
	memory().remember(first, 'p1', { title: 'Lunch?', values: values('a', 'b') });
	expect(memory().recall(execution(stored(first.data)), 'p1')).toMatchObject({ title: 'Lunch?', values: values('a', 'b') });
});

test('what was never stored, by a run by hand, is known to the same process', () => {
	const process = memory();
	process.remember(execution(), 'p1', { title: '', values: values('a') });
	expect(process.recall(execution(), 'p1').values).toEqual(values('a'));
	expect(process.recall(execution({}, 'w2'), 'p1')).toEqual({ title: '', values: [] });
});

test('two executions that overlap lose nothing, although the later one writes over the other', () => {
	const process = memory();
	const [first, second] = [execution(), execution()];
	process.remember(first, 'p1', { title: '', values: values('a') });
	process.remember(second, 'p2', { title: '', values: values('b') });
	const next = execution(stored(second.data));
	expect(memory().recall(next, 'p1').values).toEqual(values('a'));
	expect(memory().recall(next, 'p2').values).toEqual(values('b'));
});

test('a later value of an option takes the place of the earlier one, the title stays when it is not said again', () => {
	const process = memory();
	const context = execution();
	process.remember(context, 'p1', { title: 'Lunch?', values: values('a', 'b') });
	process.remember(context, 'p1', {
		title: '',
		values: [
			{ id: 'o1', value: 'new' },
			{ text: 'Soup', value: 's' },
		],
	});
	expect(process.recall(context, 'p1')).toMatchObject({
		title: 'Lunch?',
		values: [
			{ id: 'o1', value: 'new' },
			{ text: 'Soup', value: 's' },
			{ id: 'o0', text: 'Text a', value: 'a' },
		],
	});
});

test('a trigger that stores what it began with takes nothing away, and writes only where something is missing', () => {
	const process = memory();
	const trigger = execution();
	process.remember(execution(), 'p1', { title: 'Lunch?', values: values('a') });
	process.remember(execution(), 'p2', { title: 'Dinner?', values: values('b') });
	process.restore(trigger);
	const next = execution(stored(trigger.data));
	expect([memory().recall(next, 'p1').title, memory().recall(next, 'p2').title]).toEqual(['Lunch?', 'Dinner?']);

	const written = trigger.data.imessagePolls;
	process.restore(trigger);
	expect(trigger.data.imessagePolls).toBe(written);
	process.remember(execution(), 'p1', { title: '', values: values('changed') });
	process.restore(trigger);
	expect(memory().recall(execution(stored(trigger.data)), 'p1').values).toEqual(values('changed'));

	const other = execution({}, 'w2');
	process.restore(other);
	expect(other.data).toEqual({});
});

test('the oldest polls and workflows are forgotten', () => {
	const process = memory();
	const context = execution();
	for (let poll = 0; poll <= pollMemoryLimits.polls; poll++) process.remember(context, `p${poll}`, { title: 'T', values: [] });
	expect(JSON.parse(context.data.imessagePolls as string)).toHaveLength(pollMemoryLimits.polls);
	expect(process.recall(context, 'p0').title).toBe('');
	expect(process.recall(context, 'p1').title).toBe('T');
	for (let workflow = 0; workflow < pollMemoryLimits.workflows; workflow++) {
		process.remember(execution({}, `other${workflow}`), 'p', { title: 'T', values: [] });
	}
	expect(process.recall(execution(), 'p1').title).toBe('');
});

test('what somebody else wrote into the data does no harm', () => {
	const spoilt = JSON.stringify([
		'x',
		null,
		{ id: 'p1' },
		{ id: 'p2', at: 1, title: 'T', values: [{ value: 7 }] },
		{ id: 'p3', at: 1, title: 'T', values: [{ text: 7, value: 'v' }] },
		{ id: 'p4', at: 1, title: 'T', values: [] },
	]);
	const titles = ['p1', 'p2', 'p3', 'p4'].map((poll) => memory().recall(execution({ imessagePolls: spoilt }), poll).title);
	expect(titles).toEqual(['', '', '', 'T']);
	for (const other of ['x', '[', '{}', 7, null, [{ id: 'p1', at: 1, title: 'T', values: [] }]] as IDataObject[string][]) {
		expect(memory().recall(execution({ imessagePolls: other }), 'p1').title).toBe('');
	}
});

test('a trigger looks at a hundred polls only when they have changed', () => {
	const process = memory();
	const context = execution();
	const ten = values(...'abcdefghij');
	for (let poll = 0; poll < pollMemoryLimits.polls; poll++) process.remember(context, `p${poll}`, { title: 'T', values: ten });
	const parse = jest.spyOn(JSON, 'parse');
	try {
		for (let event = 0; event < 100; event++) process.restore(context);
		expect(parse).not.toHaveBeenCalled();
	} finally {
		parse.mockRestore();
	}
});
