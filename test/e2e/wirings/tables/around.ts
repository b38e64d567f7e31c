import { row, type FlowNode } from '../flow';
import { code, codeForEach, merge, ours, send, set, toAddress } from '../nodes';
import { greetingOf, lines, manager, spaceWith, stranger } from '../people';
import type { Wiring } from '../wiring';
import { sayWhom } from './naming';

const event = "$('iMessage Trigger').first().json";
const line = { options: { line: { __rl: true, mode: 'phone', value: lines[1] } } };

/** JSON as the customer typed it: it names the stranger in every way. */
const typedJson = code(`return [{ json: JSON.parse(${event}.message.text) }];`, 'Read Order');
const foreign = code(`return [{ json: { spaceId: '${spaceWith(stranger)}' } }];`, 'Read Order');

const history = (more: Partial<FlowNode> = {}, parameters: object = {}) =>
	ours('Conversation', 'Giver', { resource: 'conversation', operation: 'history', limit: 1, ...parameters }, more);
const create = (more: Partial<FlowNode> = {}, address = manager) =>
	ours('CreateSpace', 'Giver', { resource: 'space', operation: 'createDirect', address, ...line }, more);

/** Between a foreign item and a Send whose *To* is empty stands a node whose own items count. */
const behind = (name: string, before: FlowNode, giver: FlowNode, output = 0): Wiring => ({
	name,
	make: ({ words }) => ({
		nodes: [before, giver, send(words.expression)],
		links: ['Trigger > Read Order > Giver', `Giver${output === 0 ? '' : `[${output}]`} > Send`],
	}),
	refused: sayWhom,
});

/** As {@link behind}, for a message: a typed ID and conversation in front of one of our actions. */
const behindAction = (name: string, action: FlowNode, output = 0): Wiring => ({
	name,
	make: ({ words }) => ({
		nodes: [
			code(
				`return [{ json: { spaceId: '${spaceWith(stranger)}', line: '${lines[0]}', messageId: '${greetingOf(stranger, lines[0])}' } }];`,
				'Read Order',
			),
			action,
			ours('Send', 'Reply', { operation: 'reply', text: words.expression }),
		],
		links: ['Trigger > Read Order > Action', `Action${output === 0 ? '' : `[${output}]`} > Reply`],
	}),
	refused: /"To"|"Conversation"|message/i,
});

/** Ways past the rule: each lets foreign JSON stand directly behind a node that gives conversations, or looks like it. */
export const around: readonly Wiring[] = [
	behind('Get History is switched off', foreign, history({ disabled: true })),
	behind('Create Space is switched off', foreign, create({ disabled: true })),
	behind('Create Space is switched off, typed JSON', typedJson, create({ disabled: true })),
	behind('Get History refuses the item, and the run continues', foreign, history({ onError: 'continueRegularOutput' })),
	behind('Get History refuses the item, and its error output goes on', foreign, history({ onError: 'continueErrorOutput' }), 1),
	behind('Create Space fails, and the run continues', foreign, create({ onError: 'continueRegularOutput' }, 'nobody at all')),
	behind('Create Space fails, and its error output goes on', foreign, create({ onError: 'continueErrorOutput' }, 'nobody at all'), 1),
	behind(
		'Send refuses the item, and its error output goes on',
		foreign,
		ours('Send', 'Giver', { text: 'This reaches nobody' }, { onError: 'continueErrorOutput' }),
		1,
	),
	behind(
		'Get History has an operation that is none, and the run continues',
		foreign,
		history({ onError: 'continueRegularOutput' }, { operation: '={{ "none" }}' }),
	),
	{
		...behind(
			'Get History finds nothing, and gives an empty item',
			foreign,
			history({ alwaysOutputData: true }, { to: toAddress(manager), ...line, filters: { after: '2100-01-01T00:00:00Z' } }),
		),
		refused: undefined,
	},
	behindAction('a Send that is switched off, then Reply', ours('Send', 'Action', { text: 'This reaches nobody' }, { disabled: true })),
	behindAction(
		'a Send that refuses the item, then Reply at its error output',
		ours('Send', 'Action', { text: 'This reaches nobody' }, { onError: 'continueErrorOutput' }),
		1,
	),
	behindAction(
		'a Send that refuses the item, then Reply',
		ours('Send', 'Action', { text: 'This reaches nobody' }, { onError: 'continueRegularOutput' }),
	),
	{
		name: 'an item with the names of Create Space',
		make: ({ words }) =>
			row(
				code(`return [{ json: { spaceId: '${spaceWith(stranger)}', spaceType: 'dm', line: '${lines[0]}', created: true } }];`, 'Create'),
				send(words.expression),
			),
		refused: sayWhom,
	},
	{
		name: 'Create Space, merged with the event',
		make: ({ words }) => ({
			nodes: [create(), merge({ mode: 'append' }), send(words.expression)],
			links: ['Trigger > Giver > Merge > Send', 'Trigger > [1]Merge'],
		}),
		refused: sayWhom,
	},
	{
		name: 'Create Space for a list',
		make: ({ words }) =>
			row(
				code(`return ['${manager}', ${event}.sender.address].map((phone) => ({ json: { phone } }));`),
				create({}, '={{ $json.phone }}'),
				send(words.expression, { parameters: line }),
			),
		reaches: (words, writer) => [words.at(manager, writer, '', lines[1]), words.at(writer.address, writer, '', lines[1])],
	},
	{
		name: 'error in a typed item names somebody else',
		make: ({ words }) => row(code(`return [{ json: { error: { spaceId: '${spaceWith(stranger)}' } } }];`), send(words.expression)),
		refused: sayWhom,
	},
	{
		name: 'error in a typed item names nobody',
		make: ({ words }) => row(code('return [{ json: { error: { to: null } } }];'), send(words.expression)),
		refused: sayWhom,
	},
	{
		name: 'error in an item is a text',
		make: ({ words }) => row(code("return [{ json: { error: 'Sold out' } }];"), send(words.expression)),
	},
	{
		name: 'space is a text',
		make: ({ words }) => row(code("return [{ json: { space: 'the hall' } }];"), send(words.expression)),
		refused: sayWhom,
	},
	{
		name: 'the event is changed on its way',
		make: ({ words }) =>
			row(codeForEach(`return { json: { ...$json, space: { ...$json.space, id: '${spaceWith(stranger)}' } } };`), send(words.expression)),
		refused: sayWhom,
	},
	{
		name: 'one Idempotency Key for everyone',
		make: ({ words }) => row(set({}), send(words.expression, { parameters: { options: { idempotencyKey: 'order-17' } } })),
	},
	{
		name: 'two Triggers into one Send',
		make: ({ words }) => {
			const text = `=[${words.wiring}] for {{ $json.sender.address }} by {{ $json.space.phone }}`;
			const second = ours('Trigger', 'Second Trigger', {
				receiveBy: 'stream',
				events: ['message.received'],
				authentication: 'spectrumCloudApi',
			});
			return {
				nodes: [{ ...second, webhookId: '7e1f6c1c-4d1e-4e8e-9a53-02f1a2b3c4d5' }, send(text)],
				links: ['Trigger > Send', 'Second Trigger > Send'],
			};
		},
		ends: ['success', 'success'],
		reaches: (words, writer) => [words.at(writer.address, writer), words.at(writer.address, writer)],
	},
	{
		name: 'two Triggers into one Send, nothing kept',
		make: ({ words }) => {
			const second = ours('Trigger', 'Second Trigger', {
				receiveBy: 'stream',
				events: ['message.received'],
				authentication: 'spectrumCloudApi',
			});
			const from = (name: string) =>
				set(`={{ JSON.stringify({ words: '[${words.wiring}] for ' + $json.sender.address + ' by ' + $json.space.phone }) }}`, name);
			return {
				nodes: [{ ...second, webhookId: '7e1f6c1c-4d1e-4e8e-9a53-02f1a2b3c4d6' }, from('A'), from('B'), send('={{ $json.words }}')],
				links: ['Trigger > A > Send', 'Second Trigger > B > Send'],
			};
		},
		ends: ['success', 'success'],
		reaches: (words, writer) => [words.at(writer.address, writer), words.at(writer.address, writer)],
	},
];
