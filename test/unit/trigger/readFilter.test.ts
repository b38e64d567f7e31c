import type { IHookFunctions, INodeProperties, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';
import { judge } from '../../../nodes/shared/spectrum/filter/eventFilter';
import { SpectrumError } from '../../../nodes/shared/spectrum/errors/SpectrumError';
import { triggerFilterField } from '../../../nodes/ImessageTrigger/filters/filterFields';
import { readFilter, type FilterContext } from '../../../nodes/ImessageTrigger/filters/readFilter';

/**
 * @param written What stands in the node, where it differs from what its expressions give.
 */
function context(filters: unknown, { receiveBy, written = filters }: { receiveBy?: string; written?: unknown } = {}): FilterContext {
	const values: Record<string, unknown> = { filters, ...(receiveBy === undefined ? {} : { receiveBy }) };
	return {
		getNodeParameter: (name, fallback) => values[name] ?? fallback,
		getNode: () => ({ parameters: { filters: written } }),
	};
}

function refusal(filters: unknown, options: Parameters<typeof context>[1] = {}): SpectrumError {
	try {
		readFilter(context(filters, { receiveBy: 'stream', ...options }));
	} catch (caught) {
		if (caught instanceof SpectrumError) return caught;
		throw caught;
	}
	throw new Error('It was not refused');
}

const nothing = { onlyMentions: false, includeOwn: false };

test('the contexts of triggers, hooks and webhooks will do', () => {
	const accept = (given: FilterContext): FilterContext => given;
	const contexts = [{} as ITriggerFunctions, {} as IHookFunctions, {} as IWebhookFunctions].map(accept);
	expect(contexts).toHaveLength(3);
});

test.each([
	[undefined],
	[{}],
	[{ lines: '', spaces: ' \n', senders: null, textContains: [], textMatches: '', spaceType: 'any', onlyMentions: false }],
	[{ textContains: [''], blockedSenders: undefined }],
])('%j asks for nothing', (filters) => {
	expect(readFilter(context(filters))).toEqual(nothing);
});

test('every field', () => {
	const filter = readFilter(
		context(
			{
				lines: '+1 555 987 6543; line-a',
				spaceType: 'group',
				spaces: 'any;+;chat42\n+15551234567',
				senders: '+44*,\n*@example.com; Bob@Example.org,',
				blockedSenders: ['+447700900123', '22395'],
				textContains: ['Don\u2019t, please', 'ok'],
				textMatches: '/^a/i',
				onlyMentions: true,
			},
			{ receiveBy: 'stream' },
		),
		{ includeOwn: true },
	);
	expect(filter).toEqual({
		lines: new Set(['+15559876543', 'line-a']),
		spaceType: 'group',
		spaces: new Set([';+;chat42', ';-;+15551234567']),
		senders: { addresses: new Set(['bob@example.org']), domains: new Set(['example.com']), prefixes: ['+44'], globs: [] },
		blockedSenders: { addresses: new Set(['+447700900123', '22395']), domains: new Set(), prefixes: [], globs: [] },
		textContains: ["DON'T, PLEASE", 'OK'],
		textMatches: expect.objectContaining({ source: '/^a/i' }),
		onlyMentions: true,
		includeOwn: true,
	});
});

test('what an expression may give', () => {
	const filter = readFilter(
		context(
			{ blockedSenders: [22395, '+15551234567'], textContains: 'yes\nno', spaceType: 'dm', onlyMentions: 'TRUE', textMatches: 42 },
			{ receiveBy: 'polling' },
		),
	);
	expect(filter).toMatchObject({
		blockedSenders: { addresses: new Set(['22395', '+15551234567']) },
		textContains: ['YES', 'NO'],
		spaceType: 'dm',
		onlyMentions: true,
		textMatches: { source: '42' },
	});
});

test.each([
	[{ lines: '5559876543' }, 'The filter "Lines" has the entry "5559876543", which has no country code', /\+15559876543/],
	[{ spaces: 'chat42' }, 'The filter "Spaces" has the entry "chat42", which is neither', /any;\+;chat123456789/],
	[{ senders: '+15551234567, Bob' }, 'The filter "Senders" has the entry "Bob", which is neither', /\*@example\.com/],
	[{ blockedSenders: '*@' }, 'The filter "Blocked Senders" has the entry "*@", which has no complete domain', /\+44\*/],
	[{ senders: ' ,; ' }, 'The filter "Senders" contains only separators; found " ,; "', /alice@example\.com/],
	[{ senders: { a: 1 } }, 'The filter "Senders" is neither a text nor a list of texts; found "{"a":1}"', /alice@example\.com/],
	[{ senders: ['+44*', { a: 1 }] }, 'The filter "Senders" is neither a text nor a list of texts', /alice@example\.com/],
	[{ textMatches: '(?=a)b' }, 'The filter "Text Matches" looks ahead or behind', /order/],
	[{ textMatches: '[a' }, 'The filter "Text Matches" has a [ without a matching ]; found "[a"', /order/],
	[{ textMatches: ['a'] }, 'The filter "Text Matches" is not a text', /order/],
	[{ textMatches: 'a'.repeat(1_001) }, 'The filter "Text Matches" is longer than 1,000 characters; found "aaaa', /order/],
	[{ textContains: ['invoice', '\u200b'] }, 'The filter "Text Contains" has an entry of invisible characters only', /invoice/],
	[
		{ blockedSenders: '*@sp\u200bam.*' },
		'The filter "Blocked Senders" has the entry "*@sp\\u{200B}am.*", which contains an invisible character, U+200B (zero width space)',
		/alice@example\.com/,
	],
	[{ spaces: ';+;cha\u00adt1' }, 'The filter "Spaces" has the entry', /any;/],
	[
		{ spaces: 'any;+;cha\u00adt1' },
		'The filter "Spaces" has the entry "any;+;cha\\u{00AD}t1", which contains an invisible character, U+00AD',
		/any;/,
	],
	[{ optOuts: 'stop' }, 'The filter "Opt-Outs" is neither any, only nor without; found "stop"', /only/],
	[{ spaceType: 'channel' }, 'The filter "Space Type" is neither any, dm nor group; found "channel"', /dm/],
	[{ onlyMentions: 'perhaps' }, 'The filter "Only Mentions (Groups)" is neither true nor false', /true/],
	['+44*', 'The filter "Filters" is not a collection of filters; found "+44*"', /senders/],
	[['+44*'], 'The filter "Filters" is not a collection of filters', /senders/],
])('%j is refused, so that the workflow is not activated', (filters, message, advice) => {
	const error = refusal(filters);
	expect(error.message.startsWith(message)).toBe(true);
	expect(error).toMatchObject({ kind: 'invalid', advice: expect.stringMatching(advice) });
	expect(error.message.length).toBeLessThan(300);
});

describe('an expression that gives nothing is refused', () => {
	test.each(['lines', 'spaceType', 'spaces', 'senders', 'blockedSenders', 'textMatches', 'onlyMentions', 'optOuts'])('%s', (name) => {
		for (const value of ['', ' ', null, undefined]) {
			const error = refusal({ [name]: value }, { written: { [name]: '={{ $vars.gone }}' } });
			expect(error.message).toMatch(/^The filter ".+" has an expression that returns nothing; found "=\{\{ \$vars\.gone \}\}"$/);
		}
	});

	test('in a list of texts too', () => {
		expect(refusal({ textContains: [''] }, { written: { textContains: ['={{ $vars.gone }}'] } }).message).toContain(
			'has an expression that returns nothing',
		);
	});

	test('but an empty list of people to block blocks nobody', () => {
		const written = { blockedSenders: '={{ $vars.blocked }}', senders: '={{ $vars.allowed }}' };
		expect(readFilter(context({ blockedSenders: [], senders: ['+44*'] }, { written }))).not.toHaveProperty('blockedSenders');
		expect(refusal({ blockedSenders: [], senders: [] }, { written }).message).toContain('"Senders" has an expression that returns nothing');
	});
});

test('deliveries do not say whom they mention, so webhook mode asks for no mention', () => {
	expect(readFilter(context({ onlyMentions: true }, { receiveBy: 'webhook' })).onlyMentions).toBe(false);
	const field = options().find(({ name }) => name === 'onlyMentions');
	expect(field?.displayOptions).toEqual({ hide: { '/receiveBy': ['webhook'] } });
});

test('the defaults of all fields together ask for nothing', () => {
	const defaults = Object.fromEntries(options().map(({ name, default: value }) => [name, value]));
	expect(readFilter(context(defaults, { receiveBy: 'stream' }))).toEqual(nothing);
	expect(options().map(({ displayName }) => displayName)).toEqual([
		'Blocked Senders',
		'Default Country',
		'Lines',
		'Only Mentions (Groups)',
		'Opt-Outs',
		'Senders',
		'Space Type',
		'Spaces',
		'Text Contains',
		'Text Matches',
	]);
});

test('a default country reads national numbers in every list', () => {
	const filter = readFilter(
		context({
			defaultCountry: 'de',
			lines: '0170 1234567',
			senders: [1701234567],
			blockedSenders: '0049 170 7654321',
			spaces: '(0170) 1234567',
		}),
	);
	expect(filter).toMatchObject({
		lines: new Set(['+491701234567']),
		senders: { addresses: new Set(['+491701234567']) },
		blockedSenders: { addresses: new Set(['+491707654321']) },
		spaces: new Set([';-;+491701234567']),
	});
	expect(() => readFilter(context({ senders: '0170 1234567' }))).toThrow(/has no country code/);
	expect(() => readFilter(context({ defaultCountry: 'Germany' }))).toThrow(
		/"Default Country" is not the code of a country; found "Germany"/,
	);
});

test.each([
	['a JSON list', '["+15551234567", "bob@example.org"]'],
	['a code fence', '```json\n["+15551234567", "bob@example.org"]\n```'],
	['a list of a model', '- +15551234567\n- bob@example.org'],
	['a numbered list', '1. +15551234567\n2) bob@example.org'],
])('%s is read as its entries', (_name, senders) => {
	expect(readFilter(context({ senders })).senders?.addresses).toEqual(new Set(['+15551234567', 'bob@example.org']));
});

test('a phrase keeps its bullet, and 130,000 entries are no more than one', () => {
	expect(readFilter(context({ textContains: ['- a\n- b'] })).textContains).toEqual(['- A', '- B']);
	expect(readFilter(context({ textContains: ['\ufeffinvoice\u200b'] })).textContains).toEqual(['INVOICE']);
	const many = Array.from({ length: 130_000 }, (_, index) => `a${index}@example.com`).join(',');
	expect(readFilter(context({ senders: many })).senders?.addresses.size).toBe(130_000);
});

test('the placeholders can be entered as they are', () => {
	const filters = Object.fromEntries(
		options()
			.filter(({ placeholder }) => placeholder !== undefined)
			.map(({ name, placeholder }) => [name, placeholder?.replace('e.g. ', '')]),
	);
	expect(Object.keys(filters)).toHaveLength(6);
	const filter = readFilter(context(filters, { receiveBy: 'stream' }));
	const event = {
		event: 'message.received' as const,
		id: 'm1',
		space: { id: 'any;+;chat123456789', type: 'group' as const, phone: '+15559876543' },
		sender: { id: '+447700900123', address: '+447700900123' },
		message: { id: 'm1', text: 'Order 12, invoice please' },
	};
	expect(judge(event, { ...filter, blockedSenders: undefined })).toBe('passes');
	expect(judge(event, filter)).toBe('blockedSender');
});

function options(): INodeProperties[] {
	return (triggerFilterField.options ?? []) as INodeProperties[];
}
