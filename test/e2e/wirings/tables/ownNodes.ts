import { row, type Flow } from '../flow';
import { code, ours, send, set, toAddress, when, other } from '../nodes';
import { greetingOf, lines, manager, people, stranger } from '../people';
import { phonesOf, type Making, type Playing, type Reach, type Wiring } from '../wiring';
import { sayWhom } from './naming';

const event = "$('iMessage Trigger').first().json";

const foreignMessage = greetingOf(stranger, lines[0]);

/** From a line that is named, since the manager knows both. */
const toManager = (text: string) =>
	send(text, { name: 'To Manager', to: manager, parameters: { options: { line: { __rl: true, mode: 'phone', value: lines[1] } } } });

const managerGot: Reach = (words, writer) => [words.at(manager, writer, 'first', lines[1])];
const both: Reach = (words, writer) => [...managerGot(words, writer), words.at(writer.address, writer)];

/** A Send to the manager, then these, then a Send whose *To* is empty. */
const afterManager = ({ words }: Making, ...between: Flow['nodes']): Flow =>
	row(toManager(`=${words.plain('first')}`), ...between, send(words.expression));

const direct = ours('CreateSpace', 'Create', {
	resource: 'space',
	operation: 'createDirect',
	address: manager,
	options: { line: { __rl: true, mode: 'phone', value: lines[1] } },
});
const history = ours('Conversation', 'History', {
	resource: 'conversation',
	operation: 'history',
	to: toAddress(manager),
	options: { line: { __rl: true, mode: 'phone', value: lines[1] } },
	limit: 1,
});
const ownHistory = ours('Conversation', 'History', { resource: 'conversation', operation: 'history', limit: 1 });

const toManagerOnly: Reach = (words, writer) => [words.at(manager, writer, '', lines[1])];

/** Only what came in is kept of the event, in front of something that acts on it. */
const kept = (name: string, item: string, node: Flow['nodes'][number], also: Wiring['also'], more: Partial<Wiring> = {}): Wiring => ({
	name,
	make: () => row(code(`return [{ json: ${item} }];`), node),
	reaches: () => [],
	also,
	...more,
});

const tapback = (reaction: string) => ours('Tapback', 'Tapback', { operation: 'add', reaction });
const markRead = ours('Conversation', 'Mark as Read', { resource: 'conversation', operation: 'markRead' });

/** Each writer's message has this tapback, given by the line that the writer wrote to, and nothing else has it. */
const hasTapback =
	(kind: string) =>
	({ spectrum }: Playing) => {
		const given = phonesOf(spectrum).flatMap((phone) =>
			phone.reactions.filter(({ reaction }) => reaction.kind === kind).map(({ line }) => `${phone.address} by ${line}`),
		);
		expect(given.sort()).toEqual(people.map(({ address, line }) => `${address} by ${line}`).sort());
	};

/** The line that a person wrote to has read them, and the other one nobody. */
const isRead = ({ spectrum }: Playing) => {
	const read = phonesOf(spectrum).flatMap((phone) => phone.eventsOf('read').map(({ line }) => `${phone.address} by ${line}`));
	expect([...new Set(read)].sort()).toEqual(people.map(({ address, line }) => `${address} by ${line}`).sort());
};

/** Each writer has an answer that stands under the message that started the run. */
const isReply = ({ spectrum }: Playing) => {
	for (const { address } of people) {
		const replies = spectrum.phone(address).messages.filter(({ text }) => text.startsWith('[Reply'));
		expect(replies.map(({ replyTo }) => replyTo)).not.toContain(undefined);
	}
};

/** Our own actions, one behind the other. */
export const ownNodes: readonly Wiring[] = [
	{ name: 'Send to the manager, then to nobody named', make: (making) => afterManager(making), reaches: managerGot, refused: sayWhom },
	{
		name: 'Send to the manager, Code that keeps its output, then to nobody named',
		make: (making) => afterManager(making, code('return $input.all();')),
		reaches: managerGot,
		refused: sayWhom,
	},
	{
		name: 'Send to the manager, Code that drops its output',
		make: (making) => afterManager(making, code('return [{ json: {} }];')),
		reaches: both,
	},
	{ name: 'Send to the manager, Set that drops its output', make: (making) => afterManager(making, set({})), reaches: both },
	{
		name: 'Send to the writer, then to nobody named',
		make: ({ words }) => row(send(`=${words.plain('first')}`, { name: 'First' }), send(words.expression)),
		reaches: (words, writer) => [words.at(writer.address, writer, 'first'), words.at(writer.address, writer)],
	},
	{
		name: 'Send to the manager beside the answer',
		make: ({ words }) => ({
			nodes: [toManager(`=${words.plain('first')}`), send(words.expression)],
			links: ['Trigger > To Manager', 'Trigger > Send'],
		}),
		reaches: both,
	},
	{ name: 'Create Space, then to nobody named', make: ({ words }) => row(direct, send(words.expression)), reaches: toManagerOnly },
	{
		name: 'Create Space, Code that keeps its output',
		make: ({ words }) => row(direct, code('return $input.all();'), send(words.expression)),
		refused: sayWhom,
	},
	{
		name: 'Create Space, IF, then to nobody named',
		make: ({ words }) => row(direct, other('if', 2.2, 'IF', { conditions: when('={{ $json.spaceType }}', 'dm') }), send(words.expression)),
		refused: sayWhom,
	},
	{
		name: 'Create Space, Code that drops its output',
		make: ({ words }) => row(direct, code('return [{ json: {} }];'), send(words.expression)),
	},
	{
		name: 'Get History of the manager, then to nobody named',
		make: ({ words }) => row(history, send(words.expression)),
		reaches: toManagerOnly,
	},
	{
		name: 'Get History of the manager, Code that keeps its output',
		make: ({ words }) => row(history, code('return $input.all();'), send(words.expression)),
		refused: sayWhom,
	},
	{ name: 'Get History of the writer, then to nobody named', make: ({ words }) => row(ownHistory, send(words.expression)) },
	{
		name: 'Create Space and a branch without it into one Send',
		make: ({ words }) => ({ nodes: [direct, set({}), send(words.expression)], links: ['Trigger > Create > Send', 'Trigger > Set > Send'] }),
		reaches: (words, writer) => [words.at(manager, writer, '', lines[1]), words.at(writer.address, writer)],
	},
	{
		name: 'Reply, the own space.id and message kept',
		make: ({ words }) =>
			row(
				code(`return [{ json: { space: { id: ${event}.space.id }, message: { id: ${event}.message.id } } }];`),
				ours('Send', 'Reply', { operation: 'reply', text: words.expression }),
			),
		also: isReply,
	},
	{
		name: 'Reply, the own spaceId kept',
		make: ({ words }) =>
			row(
				code(`return [{ json: { spaceId: ${event}.space.id } }];`),
				ours('Send', 'Reply', { operation: 'reply', text: words.expression }),
			),
		also: isReply,
	},
	{
		name: 'Reply, nothing kept',
		make: ({ words }) => row(set({}), ours('Send', 'Reply', { operation: 'reply', text: words.expression })),
		also: isReply,
	},
	kept('Tapback, the own space.id kept', `{ space: { id: ${event}.space.id } }`, tapback('love'), hasTapback('love')),
	kept(
		'Tapback, the own spaceId and messageId kept',
		`{ spaceId: ${event}.space.id, messageId: ${event}.message.id }`,
		tapback('like'),
		hasTapback('like'),
	),
	kept('Tapback, nothing kept', '{}', tapback('laugh'), hasTapback('laugh')),
	kept('Mark as Read, the own spaceId kept', `{ spaceId: ${event}.space.id }`, markRead, isRead),
	kept('Mark as Read, the own space.id kept', `{ space: { id: ${event}.space.id } }`, markRead, isRead),
	{
		name: 'Tapback on a message of somebody else',
		make: () => row(code(`return [{ json: { spaceId: ${event}.space.id, messageId: '${foreignMessage}' } }];`), tapback('question')),
		refused: /message/i,
		also: ({ spectrum }) => {
			expect(phonesOf(spectrum).flatMap((phone) => phone.reactions.filter(({ reaction }) => reaction.kind === 'question'))).toEqual([]);
			// The node refuses it; the server is not asked to.
			expect(
				spectrum.calls.filter(({ method, request }) => method === 'SetReaction' && JSON.stringify(request).includes(foreignMessage)),
			).toEqual([]);
		},
	},
];
