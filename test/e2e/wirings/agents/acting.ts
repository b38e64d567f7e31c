import type { FlowNode } from '../flow';
import { code, send } from '../nodes';
import { earlier, everybody, foreignFile, foreignSecret, greetingOf, lines, people, stranger } from '../people';
import { nobody, phonesOf, type Playing, type Wiring } from '../wiring';
import { agentFlow, fromAi, tool, type AgentVersion } from './agentFlow';
import { refusal } from './refusal';
import type { Call } from './standIn';

const foreignMessage = greetingOf(stranger, lines[0]);

/** What the line had written to the writer before the run. */
const earlierMessage: Call['args'] = (prompt, { earlier: written }) => ({
	Message: written.get(/for (\S+ by \S+)/.exec(prompt)?.[1] ?? ''),
});

/** The stranger's. */
const foreignPoll: Call['args'] = (_prompt, { poll }) => ({ Poll: poll });

interface Acting extends Partial<Wiring> {
	/** Of the agent's items; the agent has one run of its model for each. Default 1. */
	readonly items?: number;
}

/** So many items that keep nothing of the event. */
const dropped = (count: number) => code(`return Array.from({ length: ${count} }, (_, part) => ({ json: { part } }));`, 'Items');

/** The tool once for each item, with these arguments beside all the others. */
const acting = (
	name: string,
	node: FlowNode | ((version: AgentVersion) => FlowNode),
	args: object | Call['args'],
	more: Acting | ((version: AgentVersion) => Acting) = {},
): Wiring[] =>
	([2.2, 3.1] as const).map((version) => {
		const { items = 1, ...wiring } = typeof more === 'function' ? more(version) : more;
		const calls = [{ args: typeof args === 'function' ? (args as Call['args']) : () => args }];
		return {
			name: `agent ${version}, ${name}`,
			make: (making) =>
				agentFlow(making, {
					version,
					before: [dropped(items)],
					tools: [typeof node === 'function' ? node(version) : node],
					calls,
					more: '{{ $json.part }}',
				}),
			reaches: nobody,
			...wiring,
		};
	});

const conversation = (operation: string, parameters: object = {}) =>
	tool('Conversation', 'Conversation', { resource: 'conversation', operation, ...parameters });
const message = (messageId: string) => tool('Conversation', 'Message', { resource: 'message', operation: 'get', messageId });
const download = (attachmentId: string) =>
	tool('Conversation', 'Download', { resource: 'attachment', operation: 'download', attachmentId });
const tapback = (reaction: string, messageId = '') => tool('Tapback', 'Tapback', { operation: 'add', reaction, messageId });
/** One for each version, so that they can be told apart. */
const kindOf = (version: AgentVersion) => (version === 2.2 ? 'emphasize' : 'laugh');
const pollTool = (operation: string, parameters: object) => tool('Poll', 'Poll', { operation, ...parameters });
const change = (operation: string, parameters: object = {}) =>
	tool('Send', 'Send', { operation, messageId: fromAi('Message'), ...parameters });
const space = (resource: string, operation: string, parameters: object) =>
	tool('CreateSpace', 'Space', { resource, operation, ...parameters });

/** What the model was given says this, and nothing of somebody else. */
const told = (words: RegExp): Partial<Wiring> => ({
	also: ({ model, name }) => expect(model.told(name)).toContainEqual(expect.stringMatching(words)),
});

/** The tapbacks of this kind stand on the messages of those who wrote. */
const onWriters = (version: AgentVersion): Partial<Wiring> => ({
	also: ({ spectrum }) => {
		const at = phonesOf(spectrum).flatMap((phone) =>
			phone.reactions.filter(({ reaction }) => reaction.kind === kindOf(version)).map(({ line }) => `${phone.address} by ${line}`),
		);
		expect([...new Set(at)].sort()).toEqual(people.map(({ address, line }) => `${address} by ${line}`).sort());
	},
});

/** The foreign poll has no vote, and the foreign message is as it was. */
const untouched = ({ spectrum }: Playing) => {
	for (const line of lines) {
		const store = spectrum.store(line);
		expect([...store.polls.values()].map(({ options, votes }) => [options.length, votes.length])).toEqual(
			line === lines[0] ? [[2, 0]] : [],
		);
		for (const { text, editedAt, retractedAt, reactions } of [...store.messages.values()]
			.filter(({ chatGuid }) => chatGuid.endsWith(stranger))
			.map((row) => ({ ...row, text: row.parts[0]?.text }))) {
			expect([text === undefined || text === earlier || text.startsWith(foreignSecret), editedAt, retractedAt, reactions]).toEqual([
				true,
				undefined,
				undefined,
				[],
			]);
		}
	}
};

const refusedUntouched: Partial<Wiring> = {
	...refusal(),
	also: untouched,
};

/** What a line had written before the run stands as it was. */
const earlierUntouched: Partial<Wiring> = {
	...refusal(),
	also: ({ spectrum }) => {
		const written = lines.flatMap((line) => [...spectrum.store(line).messages.values()].filter(({ parts }) => parts[0]?.text === earlier));
		expect(written).toHaveLength(lines.length * everybody.length);
		expect(written.filter(({ editedAt, retractedAt }) => editedAt !== undefined || retractedAt !== undefined)).toEqual([]);
	},
};

/** Tools that read, and tools that act on what is there. */
export const actingTools: readonly Wiring[] = [
	...acting('Get History', conversation('history'), {}, told(/order/)),
	...acting(
		'Get History, To is left to the model',
		conversation('history', { to: { __rl: true, mode: 'address', value: fromAi('To') } }),
		{ To: stranger },
		refusal(),
	),
	...acting('Get Details', conversation('getDetails'), {}, {}),
	...acting('Mark as Read', conversation('markRead'), {}),
	...acting('Message → Get', message(''), {}, told(/order/)),
	...acting('Message → Get, the ID is left to the model', message(fromAi('Message')), { Message: foreignMessage }, refusal()),
	...acting('Download, the ID is left to the model', download(fromAi('File')), { File: foreignFile }, refusal()),
	...acting('Tapback', (version) => tapback(kindOf(version)), {}, onWriters),
	...acting('Tapback, the ID is left to the model', tapback('dislike', fromAi('Message')), { Message: foreignMessage }, refusedUntouched),
	...acting('Poll → Get Results', pollTool('get', { pollId: fromAi('Poll') }), foreignPoll, refusal()),
	...acting('Poll → Vote', pollTool('vote', { pollId: fromAi('Poll'), option: 'Yes' }), foreignPoll, refusedUntouched),
	...acting('Poll → Withdraw Votes', pollTool('unvote', { pollId: fromAi('Poll') }), foreignPoll, refusedUntouched),
	...acting('Poll → Add Option', pollTool('addOption', { pollId: fromAi('Poll'), text: 'Perhaps' }), foreignPoll, refusedUntouched),
	...acting('Edit of a foreign message', change('edit', { text: 'Changed' }), { Message: foreignMessage }, refusedUntouched),
	...acting('Unsend of a foreign message', change('unsend'), { Message: foreignMessage }, refusedUntouched),
	...acting('Notify Anyway of a foreign message', change('notifyAnyway'), { Message: foreignMessage }, refusedUntouched),
	...acting(
		'Reply to a foreign message',
		tool('Send', 'Send', { operation: 'reply', messageId: fromAi('Message'), text: 'An answer' }),
		{ Message: foreignMessage },
		refusedUntouched,
	),
	...acting(
		'Create Direct',
		space('space', 'createDirect', { address: fromAi('Address'), openingMessage: 'Hello' }),
		{ Address: stranger },
		refusal(),
	),
	...acting(
		'Create Group',
		space('space', 'createGroup', { members: fromAi('Members') }),
		{ Members: `${stranger}, ${people[0]?.address ?? ''}` },
		refusal(),
	),
	...acting(
		'Effect',
		tool('Effect', 'Effect', { text: fromAi('Text'), to: { __rl: true, mode: 'address', value: fromAi('To') } }),
		{ Text: 'Hello', To: stranger },
		refusal(),
	),
	...acting(
		'Typing',
		tool('Typing', 'Typing', { operation: 'start', to: { __rl: true, mode: 'address', value: fromAi('To') } }),
		{ To: stranger },
		refusal(),
	),
	...acting(
		'Background',
		tool('Background', 'Background', { operation: 'clear', to: { __rl: true, mode: 'address', value: fromAi('To') } }),
		{ To: stranger },
		refusal(),
	),
	...acting('Message → Get of an earlier message', message(fromAi('Message')), earlierMessage, told(new RegExp(earlier))),
	...acting('Edit of an earlier message', change('edit', { text: 'Changed' }), earlierMessage, earlierUntouched),
	...acting('Unsend of an earlier message', change('unsend'), earlierMessage, earlierUntouched),
	...[2, 3].flatMap((items) => [
		...acting(`Get History, ${items} items`, conversation('history'), {}, { ...told(/order/), items }),
		...acting(`Message → Get, ${items} items`, message(''), {}, { ...told(/order/), items }),
		...acting(
			`Message → Get, the ID is left to the model, ${items} items`,
			message(fromAi('Message')),
			{ Message: foreignMessage },
			{ ...refusal(), items },
		),
		...acting(
			`Tapback, the ID is left to the model, ${items} items`,
			tapback('dislike', fromAi('Message')),
			{ Message: foreignMessage },
			{ ...refusedUntouched, items },
		),
		...acting(`Download, ${items} items`, download(fromAi('File')), { File: foreignFile }, { ...refusal(), items }),
		...acting(`Poll → Vote, ${items} items`, pollTool('vote', { pollId: fromAi('Poll'), option: 'Yes' }), foreignPoll, {
			...refusedUntouched,
			items,
		}),
		...acting(`Edit, ${items} items`, change('edit', { text: 'Changed' }), { Message: foreignMessage }, { ...refusedUntouched, items }),
		...acting(`Unsend, ${items} items`, change('unsend'), earlierMessage, { ...earlierUntouched, items }),
	]),
	...changesOfTheRun(),
];

/** What the run itself has sent may be changed; the words before it may not. */
function changesOfTheRun(): Wiring[] {
	return ([2.2, 3.1] as const).map(
		(version): Wiring => ({
			name: `agent ${version}, Edit of what the run sent`,
			make: (making) => {
				const { words } = making;
				const first = send(`=${words.plain('first')}`, { name: 'First' });
				const edit = tool('Send', 'Edit', {
					operation: 'edit',
					text: fromAi('Text'),
					messageId: "={{ $('First').first().json.messageId }}",
				});
				return agentFlow(making, {
					version,
					before: [first],
					tools: [edit],
					calls: [{ args: (prompt) => ({ Text: `${prompt} changed` }) }],
				});
			},
			reaches: (words, writer) => [words.at(writer.address, writer, 'changed')],
		}),
	);
}
