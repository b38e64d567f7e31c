import type { IDataObject } from 'n8n-workflow';
import type { Simulator } from '../../../simulator/src';
import { allNodes } from '../../support/allNodes';
import { campaignItemFields } from '../../support/campaignItems';
import type { TestHost } from '../../support/host';
import { oneNode, startHostFor, underTest } from '../../support/oneNode';
import { operationsOf } from '../../support/operations';
import { fieldsOf, good, type Field } from '../../support/textFields';
import { useSpectrum } from '../../support/useSpectrum';

const startSetting = useSpectrum((simulator) => startHostFor(simulator, allNodes()), afterAll);
let spectrum: Simulator;
let host: TestHost;

beforeAll(async () => {
	({ spectrum, host } = await startSetting());
});

/** Read as they are: a list, or JSON. */
const lists = ['members', 'address', 'optionList', 'pollOptions.option[].text', 'pollOptions.option[].value', 'session', 'options.values'];
/** No expression in them is read. */
const fixed = ['reachAddresses', 'approvers.person[].address'];
const isOfPerson = (type: string, path: string): boolean =>
	type.endsWith('.imessageCampaign') && (campaignItemFields as readonly string[]).includes(path);
const files = {
	data: { data: 'YQ==', mimeType: 'image/jpeg', fileName: 'a.jpg' },
	video: { data: 'YQ==', mimeType: 'video/quicktime', fileName: 'a.mov' },
};

interface Case {
	readonly type: string;
	readonly chosen: IDataObject;
	readonly field: Field;
}

const cases = Object.entries(allNodes()).flatMap(([type, node]): Case[] =>
	node.execute === undefined
		? []
		: operationsOf(node).flatMap((chosen) =>
				fieldsOf(node.description.properties, { ...chosen })
					.filter(
						({ type: kind, path }) => ['string', 'row'].includes(kind) && ![...lists, ...fixed].includes(path) && !isOfPerson(type, path),
					)
					.map((field): Case => ({ type, chosen: { ...chosen }, field })),
			),
);

/** Whether the field is read depends on others; these are chosen for it. */
const choices: IDataObject[] = [
	{},
	{ findBy: 'text' },
	{ findBy: 'id' },
	{ reaction: 'emoji' },
	{ attachmentSource: 'url', attachmentUrl: 'https://example.com/a.jpg' },
	{ attachmentKind: 'livePhoto' },
	{ attachmentKind: 'livePhoto', attachmentSource: 'url', attachmentUrl: 'https://example.com/a.jpg' },
	{ pictureSource: 'url', pictureUrl: 'https://example.com/a.jpg' },
	{ pictureSource: 'url', to: { __rl: true, mode: 'space', value: 'any;+;chat1' } },
	{ howLong: 'text' },
	{ responseType: 'choice', answerChoices: { choice: [{ text: 'One' }, { text: 'Two' }] } },
	{ to: { __rl: true, mode: 'space', value: 'any;+;chat1' } },
];

interface Refusal {
	readonly message: string;
	/** That changed something, during the run that was refused. */
	readonly writes: number;
}

const writes = (): number => spectrum.calls.filter(({ method }) => /Send|Set|Create|Upload|Add|Remove|Vote/.test(method)).length;

async function refusalOf({ type, chosen, field }: Case, expression: string): Promise<Refusal> {
	let last: Refusal = { message: '', writes: 0 };
	for (const choice of choices) {
		const parameters: IDataObject = { ...structuredClone(good), ...chosen, ...choice };
		field.put(parameters, expression);
		const before = writes();
		const run = await host.execute(oneNode(type, parameters), { triggerItems: [{ json: {}, binary: files }] });
		last = { message: run.errorOf(underTest)?.message ?? run.status, writes: writes() - before };
		if (last.message.includes('that is not text')) break;
	}
	return last;
}

const named = cases.map(
	(found) => [`${found.type.split('.')[1] ?? ''} ${JSON.stringify(found.chosen)} ${found.field.path}`, found] as const,
);

test.each(named)('%s refuses an object, by the name of its field and before anything is changed', async (_name, found) => {
	const refusal = await refusalOf(found, '={{ ({ a: 1 }) }}');
	expect(refusal).toEqual({ message: expect.stringContaining('has a value that is not text'), writes: 0 });
	expect(refusal.message).toContain(`"${found.field.displayName}`);
	expect(refusal.message).toContain('found "{"a":1}"');
});

const [, aText] = named.find(([name]) => name.includes('sendText') && name.endsWith(' text')) ?? [];

test.each([
	['={{ [1, 2] }}', '[1,2]'],
	['={{ NaN }}', 'NaN'],
	['={{ 1 / 0 }}', 'Infinity'],
	['={{ new Date("x") }}', 'Invalid Date'],
])('%s is not text', async (expression, shown) => {
	if (aText === undefined) throw new Error('There is no such field');
	expect((await refusalOf(aText, expression)).message).toBe(`The field "Text" has a value that is not text; found "${shown}"`);
});

test.each([
	['={{ DateTime.fromISO("2026-01-31T18:00:00", { zone: "Europe/Berlin" }) }}', '2026-01-31T18:00:00.000+01:00'],
	['={{ new Date(0) }}', '1970-01-01T00:00:00.000Z'],
	['={{ 17 }}', '17'],
	['={{ true }}', 'true'],
])('%s is sent as %s', async (expression, text) => {
	const parameters = { ...good, text: expression, format: 'plain' };
	const run = await host.execute(oneNode('n8n-nodes-spectrum-imessage.imessage', parameters), { triggerItems: [{ json: {} }] });
	expect(run.errorOf(underTest)?.message).toBeUndefined();
	expect(spectrum.phone('+15551234567').messages.at(-1)?.text).toBe(text);
});

const ids: ReadonlyArray<readonly [string, IDataObject, string]> = [
	['imessage', { operation: 'reply', text: 'Hi' }, 'messageId'],
	['imessage', { operation: 'edit', text: 'Hi' }, 'messageId'],
	['imessage', { text: 'Hi' }, 'options.replyTo'],
	['imessageTapback', { findBy: 'id' }, 'messageId'],
	['imessagePoll', { operation: 'get' }, 'pollId'],
	['imessageConversation', { resource: 'message', operation: 'get' }, 'messageId'],
	['imessageConversation', { resource: 'attachment', operation: 'download' }, 'attachmentId'],
];

describe.each(ids)('%s %j %s', (type, chosen, path) => {
	test.each([
		['={{ 17 }}', /not text, but an ID is text; found "17"/],
		['={{ true }}', /not text, but an ID is text/],
		['={{ ({ id: "a" }) }}', /not text, but an ID is text; found "{"id":"a"}"/],
		['={{ ["a"] }}', /not text, but an ID is text/],
		['={{ $now }}', /not text, but an ID is text/],
		['spc-msg 1', /contains a space or a line break/],
		['spc-msg\u200b-1', /contains an invisible character, U\+200B/],
		['a'.repeat(1_001), /is longer than 1,000 characters/],
	])('%s is no ID, which is said before any call', async (value, message) => {
		const before = spectrum.calls.length;
		const [outer, inner] = path.split('.') as [string, string | undefined];
		const given = inner === undefined ? { [outer]: value } : { [outer]: { [inner]: value } };
		const { messageId: _messageId, pollId: _pollId, attachmentId: _attachmentId, ...others } = good;
		const parameters = { ...others, ...chosen, ...given };
		const run = await host.execute(oneNode(`n8n-nodes-spectrum-imessage.${type}`, parameters), { triggerItems: [{ json: {} }] });
		expect(run.errorOf(underTest)?.message).toMatch(message);
		expect(spectrum.calls).toHaveLength(before);
	});
});
