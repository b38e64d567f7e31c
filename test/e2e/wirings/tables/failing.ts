import { row } from '../flow';
import { code, http, other, ours, send, set, toAddress } from '../nodes';
import { lines, manager, stranger } from '../people';
import { nobody, type Making, type Wiring } from '../wiring';
import { sayWhom } from './naming';

/** No iMessage: what is sent there fails. */
export const unreachable = '+15554440001';

const broken = (onError: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput') =>
	code("throw new Error('The shop is closed');", 'Broken', { onError });
const failing = (onError: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput', to = unreachable) =>
	send('This reaches nobody', {
		name: 'Failing',
		to,
		onError,
		parameters: { options: { line: { __rl: true, mode: 'phone', value: lines[0] } } },
	});

const fromSecondOutput = ({ words }: Making, first: ReturnType<typeof broken>) => ({
	nodes: [first, send(`=${words.plain('went well')}`, { name: 'Went Well' }), send(words.expression)],
	links: [`Trigger > ${first.name} > Went Well`, `${first.name}[1] > Send`],
});

/** What a node that failed leaves behind, with each of n8n's settings for that. */
export const failures: readonly Wiring[] = [
	{
		name: 'Code fails, and the run stops',
		make: ({ words }) => row(broken('stopWorkflow'), send(words.expression)),
		refused: /The shop is closed/,
	},
	{ name: 'Code fails, and the run continues', make: ({ words }) => row(broken('continueRegularOutput'), send(words.expression)) },
	{ name: 'Code fails, and its error output goes on', make: (making) => fromSecondOutput(making, broken('continueErrorOutput')) },
	{
		name: 'HTTP Request fails, and its error output goes on',
		make: (making) => {
			making.server.answers.set('/closed', () => ({ status: 500, body: { spaceId: 'any;-;nobody' } }));
			return fromSecondOutput(making, http(making.server.url('/closed'), {}, { onError: 'continueErrorOutput' }));
		},
	},
	{
		name: 'HTTP Request fails once, and is retried',
		make: ({ words, server }) => {
			const seen = new Set<string>();
			for (const path of ['/flaky/1', '/flaky/2', '/flaky/3']) {
				server.answers.set(path, () => {
					const status = seen.has(path) ? 200 : 500;
					seen.add(path);
					return { status, body: { order: 17 } };
				});
			}
			const which = "{{ $json.sender.address.includes('@') ? 3 : $json.sender.address.slice(-1) }}";
			return row(
				http(`=${server.url(`/flaky/${which}`)}`, {}, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 }),
				send(words.expression),
			);
		},
	},
	{ name: 'Send fails, and the run stops', make: ({ words }) => row(failing('stopWorkflow'), send(words.expression)), refused: /./ },
	{
		name: 'Send to another fails, and the run continues',
		make: ({ words }) => row(failing('continueRegularOutput'), send(words.expression)),
		refused: sayWhom,
	},
	{
		name: 'Send to another fails, and its error output goes on',
		make: (making) => fromSecondOutput(making, failing('continueErrorOutput')),
		refused: sayWhom,
	},
	{
		name: 'Send to another fails, and Set drops that',
		make: ({ words }) => row(failing('continueRegularOutput'), set({}), send(words.expression)),
	},
	{
		name: 'Send to another fails, and Code keeps it',
		make: ({ words }) => row(failing('continueRegularOutput'), code('return $input.all();'), send(words.expression)),
		refused: sayWhom,
	},
	{
		name: 'Send to what is no address fails, and the run continues',
		make: ({ words }) => row(failing('continueRegularOutput', '12345'), send(words.expression)),
		refused: sayWhom,
	},
	{
		name: 'Send whose To gives nothing fails, and the run continues',
		make: ({ words }) => row(failing('continueRegularOutput', '={{ $json.nothing }}'), send(words.expression)),
		refused: sayWhom,
	},
	{
		name: 'an answer fails, and the run continues',
		make: ({ words }) =>
			row(
				// A rich link needs a URL; the conversation is the writer's all the same.
				send('', { name: 'Failing', onError: 'continueRegularOutput', parameters: { operation: 'sendRichLink', url: 'no link' } }),
				send(words.expression),
			),
	},
	{
		name: 'Get History of the manager fails, and the run continues',
		make: ({ words }) =>
			row(
				ours(
					'Conversation',
					'History',
					{
						resource: 'conversation',
						operation: 'history',
						to: toAddress(manager),
						options: { line: { __rl: true, mode: 'phone', value: lines[1] } },
						filters: { after: 'no date' },
					},
					{ onError: 'continueRegularOutput' },
				),
				send(words.expression),
			),
		// It has listed nothing, so its item is not one of a conversation that was listed.
		refused: sayWhom,
	},
	{
		name: 'a foreign item is refused, and the run continues',
		make: ({ words }) =>
			row(
				code(`return [{ json: { spaceId: 'any;-;${stranger}' } }];`),
				send('This reaches nobody', { name: 'Refused', onError: 'continueRegularOutput' }),
				send(words.expression),
			),
		refused: sayWhom,
	},
	{
		name: 'Stop and Error behind a Send',
		make: ({ words }) => row(send(words.expression), other('stopAndError', 1, 'Stop', { errorMessage: 'Enough' })),
		refused: /Enough/,
		reaches: (words, writer) => [words.at(writer.address, writer)],
	},
	{
		name: 'Send fails behind a Send to the manager',
		make: ({ words }) =>
			row(
				send(`=${words.plain('first')}`, {
					name: 'First',
					to: manager,
					parameters: { options: { line: { __rl: true, mode: 'phone', value: lines[0] } } },
				}),
				failing('stopWorkflow'),
				send(words.expression),
			),
		refused: /./,
		reaches: (words, writer) => [words.at(manager, writer, 'first', lines[0])],
	},
	{ name: 'a Send that is switched off', make: ({ words }) => row(send(words.expression, { disabled: true })), reaches: nobody },
];
