import { row, type FlowNode } from '../flow';
import { code, codeForEach, http, ours, send, set, toAddress, toSpace } from '../nodes';
import { lines, manager, spaceWith, stranger } from '../people';
import { severalToWriter, type Making, type Wiring } from '../wiring';

/** An empty *To* that cannot be answered asks for words in that field. */
export const sayWhom = /"To"|"Conversation"/;

const event = "$('iMessage Trigger').first().json";
const anotherLine = `(${event}.space.phone === '${lines[0]}' ? '${lines[1]}' : '${lines[0]}')`;

/** An item that is exactly this, in front of a Send whose *To* is empty. */
const given = (name: string, item: string, more: Partial<Wiring> = {}): Wiring => ({
	name,
	make: ({ words }) => row(code(`return [{ json: ${item} }];`), send(words.expression)),
	...more,
});

const refused = (name: string, item: string, reason = sayWhom) => given(name, item, { refused: reason });

/** One of our other nodes in the place of Send. */
const actingOn = (name: string, node: (making: Making) => FlowNode, item: string, more: Partial<Wiring> = {}): Wiring => ({
	name,
	make: (making) => row(code(`return [{ json: ${item} }];`), node(making)),
	...more,
});

/** What an item says of a conversation, and what an empty *To* makes of it. */
export const naming: readonly Wiring[] = [
	refused('spaceId: null', '{ spaceId: null }'),
	refused('space: { id: null }', '{ space: { id: null } }'),
	refused('spaceId is a number', '{ spaceId: 15551110001 }'),
	refused('spaceId is a list', `{ spaceId: [${event}.space.id] }`),
	refused('spaceId is an object', '{ spaceId: {} }'),
	refused('spaceId is true', '{ spaceId: true }'),
	refused('spaceId is empty', "{ spaceId: '' }"),
	refused('space.id is a number', '{ space: { id: 15551110001 } }'),
	refused('space.id is a list', `{ space: { id: [${event}.space.id] } }`),
	refused('space.id is no ID', "{ space: { id: 'the table by the window' } }"),
	refused('a foreign spaceId', `{ spaceId: '${spaceWith(stranger)}' }`),
	refused('a foreign space.id', `{ space: { id: '${spaceWith(stranger)}', phone: '${lines[0]}' } }`),
	refused('own space.id, foreign spaceId', `{ space: { id: ${event}.space.id }, spaceId: '${spaceWith(stranger)}' }`),
	refused('own spaceId, foreign space.id', `{ spaceId: ${event}.space.id, space: { id: '${spaceWith(stranger)}' } }`),
	refused('own spaceId, space.id is null', `{ spaceId: ${event}.space.id, space: { id: null } }`),
	refused('JSON that the customer typed', `JSON.parse(${event}.message.text)`),
	{
		name: 'JSON that the customer typed, merged into the event',
		make: ({ words }) => row(codeForEach('return { json: { ...$json, ...JSON.parse($json.message.text) } };'), send(words.expression)),
		refused: sayWhom,
	},
	{
		name: 'an HTTP answer that names somebody else',
		make: ({ words, server }) => {
			server.answers.set('/foreign', { spaceId: spaceWith(stranger) });
			return row(http(server.url('/foreign')), send(words.expression));
		},
		refused: sayWhom,
	},
	{
		name: 'an HTTP answer that names nobody',
		make: ({ words, server }) => {
			server.answers.set('/null', { spaceId: null, order: 17 });
			return row(http(server.url('/null')), send(words.expression));
		},
		refused: sayWhom,
	},
	given('only the own space.id kept', `{ space: { id: ${event}.space.id } }`),
	given('only the own spaceId kept', `{ spaceId: ${event}.space.id }`),
	given('both names of the own conversation', `{ spaceId: ${event}.space.id, space: ${event}.space }`),
	given('the own conversation with its line', `{ spaceId: ${event}.space.id, line: ${event}.space.phone }`),
	refused('the own conversation, another line', `{ spaceId: ${event}.space.id, line: ${anotherLine} }`, /names the line/),
	refused('the own space.id, another space.phone', `{ space: { id: ${event}.space.id, phone: ${anotherLine} } }`, /names the line/),
	{
		name: 'To is the event’s conversation',
		make: ({ words }) => row(set({}), send(words.expression, { parameters: { to: toSpace(`={{ ${event}.space.id }}`) } })),
	},
	{
		name: 'To is the sender’s address',
		make: ({ words }) => row(set({}), send(words.expression, { to: `={{ ${event}.sender.address }}` })),
	},
	{
		name: 'To is the manager',
		make: ({ words }) =>
			row(send(words.expression, { to: manager, parameters: { options: { line: { __rl: true, mode: 'phone', value: lines[1] } } } })),
		reaches: (words, writer) => [words.at(manager, writer, '', lines[1])],
	},
	{
		name: 'To is an expression that gives nothing',
		make: ({ words }) => row(set({}), send(words.expression, { to: '={{ $json.phone }}' })),
		refused: sayWhom,
	},
	{
		name: 'several items, one of them foreign',
		make: ({ words }) =>
			row(
				code(
					`return [{ json: { part: 'one' } }, { json: { part: 'two', spaceId: '${spaceWith(stranger)}' } }, { json: { part: 'three' } }];`,
				),
				send(`=${words.plain('{{ $json.part }}')}`),
			),
		refused: sayWhom,
		reaches: severalToWriter('one'),
	},
	{
		name: 'the credential of another project',
		make: async ({ words, world }) => {
			const { cloud } = await world.connect({ plan: 'dedicated', lines, rateLimit: Number.POSITIVE_INFINITY });
			return row(set({}), send(words.expression, { credentials: { [cloud.type]: { id: cloud.id, name: cloud.name } } }));
		},
		refused: /credential|project/i,
	},
	actingOn(
		'Effect, a foreign spaceId',
		({ words }) => ours('Effect', 'Effect', { text: words.expression }),
		`{ spaceId: '${spaceWith(stranger)}' }`,
		{ refused: sayWhom },
	),
	actingOn(
		'Effect, own space.id kept',
		({ words }) => ours('Effect', 'Effect', { text: words.expression }),
		`{ space: { id: ${event}.space.id } }`,
	),
	actingOn(
		'Send with SMS Fallback, a foreign spaceId',
		({ words }) => ours('Conversation', 'Fallback', { resource: 'message', operation: 'sendWithFallback', text: words.expression }),
		`{ spaceId: '${spaceWith(stranger)}' }`,
		{ refused: /./ },
	),
	actingOn(
		'Get History, a foreign spaceId',
		() => ours('Conversation', 'History', { resource: 'conversation', operation: 'history' }),
		`{ spaceId: '${spaceWith(stranger)}' }`,
		{ refused: sayWhom },
	),
	actingOn(
		'Poll, a foreign spaceId',
		() => ours('Poll', 'Poll', { operation: 'create', title: 'Lunch?', optionsAs: 'list', optionList: 'Soup, Pizza' }),
		`{ spaceId: '${spaceWith(stranger)}' }`,
		{
			refused: sayWhom,
		},
	),
	actingOn('Typing, a foreign spaceId', () => ours('Typing', 'Typing', { operation: 'start' }), `{ spaceId: '${spaceWith(stranger)}' }`, {
		refused: sayWhom,
	}),
	actingOn(
		'Send to the manager where the item is foreign',
		({ words }) =>
			send(words.expression, { parameters: { to: toAddress(manager), options: { line: { __rl: true, mode: 'phone', value: lines[0] } } } }),
		`{ spaceId: '${spaceWith(stranger)}' }`,
		{
			reaches: (words, writer) => [words.at(manager, writer, '', lines[0])],
		},
	),
];
