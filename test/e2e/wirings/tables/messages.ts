import { row, type FlowNode } from '../flow';
import { code, ours, send, set, toAddress } from '../nodes';
import { greetingOf, lines, manager, people, stranger, typed } from '../people';
import { nobody, phonesOf, type Making, type Playing, type Wiring } from '../wiring';

const line = { options: { line: { __rl: true, mode: 'phone', value: lines[1] } } };
const event = "$('iMessage Trigger').first().json";
const foreignMessage = greetingOf(stranger, lines[0]);

const create = ours('CreateSpace', 'Create', { resource: 'space', operation: 'createDirect', address: manager, ...line });
const historyOf = (parameters: object) =>
	ours('Conversation', 'History', { resource: 'conversation', operation: 'history', limit: 1, ...parameters });
const ofManager = historyOf({ to: toAddress(manager), ...line, filters: { sentBy: 'others' } });
const reply = ({ words }: Making) => ours('Send', 'Reply', { operation: 'reply', text: words.expression });
const edit = ({ words }: Making) => ours('Send', 'Edit', { operation: 'edit', text: `=${words.plain('changed')}` });
const tapback = (parameters: object) => ours('Tapback', 'Tapback', { operation: 'add', ...parameters });
const first = ({ words }: Making, to?: string) =>
	send(`=${words.plain('first')}`, { name: 'First', to, ...(to === undefined ? {} : { parameters: line }) });

/** Whose messages have a tapback of this kind, by which line; each once. */
const hasTapback =
	(kind: string, expected: readonly string[]) =>
	({ spectrum }: Playing) => {
		const given = phonesOf(spectrum).flatMap((phone) =>
			phone.reactions.filter(({ reaction }) => reaction.kind === kind).map((change) => `${phone.address} by ${change.line}`),
		);
		expect([...new Set(given)].sort()).toEqual([...expected].sort());
	};

const writers = people.map((person) => `${person.address} by ${person.line}`);

/** Nothing at all was done to the stranger's messages. */
const untouched = ({ spectrum }: Playing) => {
	const chats = spectrum.lines.flatMap(({ id }) =>
		[...spectrum.store(id).messages.values()].filter(({ chatGuid }) => chatGuid.endsWith(stranger)),
	);
	expect(
		chats.filter(({ reactions, editedAt, retractedAt }) => reactions.length > 0 || editedAt !== undefined || retractedAt !== undefined),
	).toEqual([]);
};

const acts = (name: string, more: Omit<Wiring, 'name'>): Wiring => ({ name, reaches: nobody, ...more });
const given = (item: string, node: FlowNode) => row(code(`return [{ json: ${item} }];`), node);

/** Which message, where its ID is empty or comes from elsewhere than the conversation. */
export const messages: readonly Wiring[] = [
	{ name: 'Create Space, then Reply to the message of the event', make: (making) => row(create, reply(making)), refused: /message/i },
	{
		name: 'Get History of the manager, then Reply',
		make: (making) => row(ofManager, reply(making)),
		reaches: (words, writer) => [words.at(manager, writer, '', lines[1])],
		also: ({ spectrum, name }) => {
			const replies = spectrum.phone(manager).messages.filter(({ text }) => text.startsWith(`[${name}]`));
			expect(replies.map(({ replyTo }) => replyTo)).toEqual(people.map(() => greetingOf(manager, lines[1])));
		},
	},
	{
		name: 'Get History of the manager, Code, then Reply',
		make: (making) => row(ofManager, code('return $input.all();'), reply(making)),
		refused: /"To"|"Conversation"|message/i,
	},
	{
		name: 'Send to the manager, then Edit',
		make: (making) => row(first(making, manager), edit(making)),
		reaches: (words, writer) => [words.at(manager, writer, 'changed', lines[1])],
	},
	{
		name: 'Send to the manager, Code that keeps its output, then Edit',
		make: (making) => row(first(making, manager), code('return $input.all();'), edit(making)),
		refused: /"To"|"Conversation"|message/i,
		reaches: (words, writer) => [words.at(manager, writer, 'first', lines[1])],
	},
	{
		name: 'Send to the writer, then Edit',
		make: (making) => row(first(making), edit(making)),
		reaches: (words, writer) => [words.at(writer.address, writer, 'changed')],
	},
	{
		name: 'Send to the writer, Code that keeps its output, then Edit',
		make: (making) => row(first(making), code('return $input.all();'), edit(making)),
		reaches: (words, writer) => [words.at(writer.address, writer, 'changed')],
	},
	{
		name: 'Send to the writer, only messageId kept, then Edit',
		make: (making) => row(first(making), code('return [{ json: { messageId: $input.first().json.messageId } }];'), edit(making)),
		reaches: (words, writer) => [words.at(writer.address, writer, 'changed')],
	},
	{
		name: 'Send to the writer, then Unsend',
		make: (making) => row(first(making), ours('Send', 'Unsend', { operation: 'unsend' })),
		// An unsent message stays on the phone, without its text.
		reaches: nobody,
		also: ({ spectrum }) => {
			const unsent = phonesOf(spectrum).flatMap((phone) =>
				phone.messages.filter(({ unsentAt }) => unsentAt !== undefined).map((sent) => `${phone.address} by ${sent.line}`),
			);
			expect(unsent.sort()).toEqual([...writers].sort());
		},
	},
	acts('Tapback by its text', {
		make: () => row(set({}), tapback({ reaction: 'emphasize', findBy: 'text', messageText: typed })),
		also: hasTapback('emphasize', writers),
	}),
	acts('Tapback on the last received', {
		make: () => row(set({}), tapback({ reaction: 'dislike', findBy: 'lastReceived' })),
		also: hasTapback('dislike', writers),
	}),
	acts('Get History of the manager, then Tapback', {
		make: () => row(ofManager, tapback({ reaction: 'laugh' })),
		also: hasTapback('laugh', [`${manager} by ${lines[1]}`]),
	}),
	acts('Tapback on a typed messageId', {
		make: () => given(`{ messageId: '${foreignMessage}' }`, tapback({ reaction: 'question' })),
		refused: /message/i,
		also: untouched,
	}),
	acts('Tapback on a typed message', {
		make: () => given(`{ message: { id: '${foreignMessage}' } }`, tapback({ reaction: 'question' })),
		refused: /message/i,
		also: untouched,
	}),
	acts('Tapback on the target of a typed reaction', {
		make: () => given(`{ content: { type: 'reaction', target: { id: '${foreignMessage}' } } }`, tapback({ reaction: 'question' })),
		refused: /message/i,
		also: untouched,
	}),
	acts('Edit of a typed messageId', {
		make: (making) => given(`{ messageId: '${foreignMessage}' }`, edit(making)),
		refused: /message/i,
		also: untouched,
	}),
	acts('Unsend of a typed messageId', {
		make: () => given(`{ messageId: '${foreignMessage}' }`, ours('Send', 'Unsend', { operation: 'unsend' })),
		refused: /message/i,
		also: untouched,
	}),
	{ name: 'Reply to a typed messageId', make: (making) => given(`{ messageId: '${foreignMessage}' }`, reply(making)), refused: /message/i },
	{
		name: 'Send with Reply To of a typed message',
		make: ({ words }) => row(set({}), send(words.expression, { parameters: { options: { replyTo: foreignMessage } } })),
		refused: /message/i,
	},
	acts('Typing, the own spaceId kept', {
		make: () => given(`{ spaceId: ${event}.space.id }`, ours('Typing', 'Typing', { operation: 'start' })),
		also: ({ spectrum }) => {
			const shown = phonesOf(spectrum).flatMap((phone) => phone.typing.map((change) => `${phone.address} by ${change.line}`));
			expect([...new Set(shown)].sort()).toEqual([...writers].sort());
		},
	}),
];
