import { row, type Flow } from '../flow';
import { code, http, other, send, set, when } from '../nodes';
import { agentFlow, fromAi, tool } from '../agents/agentFlow';
import { severalToWriter, type Making, type Wiring } from '../wiring';

const who = "{{ $('iMessage Trigger').first().json.sender.address }}";

/** Says which attempt this run is, counted for each writer. */
function attempt({ server, words: { wiring } }: Making): Flow['nodes'][number] {
	const attempts = new Map<string, number>();
	const path = `/attempt/${encodeURIComponent(wiring)}`;
	server.answerAll(path, (rest) => {
		attempts.set(rest, (attempts.get(rest) ?? 0) + 1);
		return { attempt: attempts.get(rest) };
	});
	return { ...http(`=${server.url(path)}/${who}`), name: 'Attempt' };
}

/** Fails in the first attempt. */
const check = code(
	"if ($('Attempt').first().json.attempt === 1) throw new Error('The first attempt fails'); return $input.all();",
	'Check',
);

const repeated = { trigger: { options: { acknowledge: 'succeeded' } }, ends: ['error', 'success'] } as const;

/** Runs that fail and are repeated: everybody gets each text once, and everyone gets it. */
export const repeating: readonly Wiring[] = [
	{ name: 'a Send, and what fails behind it', ...repeated, make: (making) => row(attempt(making), send(making.words.expression), check) },
	{
		name: 'two branches into one Send, of which the repeat runs one more',
		...repeated,
		make: (making) => ({
			nodes: [
				attempt(making),
				other('if', 2.2, 'IF', { conditions: when('={{ $json.attempt }}', '2') }),
				set({ part: 'one' }, 'A'),
				set({ part: 'two' }, 'B'),
				send(`=${making.words.plain('{{ $json.part }}')}`),
				check,
			],
			links: ['Trigger > Attempt > IF > A > Send > Check', 'Attempt > B > Send'],
		}),
		reaches: severalToWriter('one', 'two'),
	},
	{
		name: 'a list that the repeat has in the same order',
		...repeated,
		make: (making) =>
			row(
				attempt(making),
				code("return ['one', 'two', 'three'].map((part) => ({ json: { part } }));"),
				send(`=${making.words.plain('{{ $json.part }}')}`),
				check,
			),
		reaches: severalToWriter('one', 'two', 'three'),
	},
	...([2.2, 3.1] as const).map(
		(version): Wiring => ({
			name: `agent ${version}, the repeat words it differently`,
			...repeated,
			make: (making) => {
				const asked = new Map<string, number>();
				const args = (prompt: string) => {
					asked.set(prompt, (asked.get(prompt) ?? 0) + 1);
					return { Text: `${prompt} attempt ${asked.get(prompt)}` };
				};
				return agentFlow(making, {
					version,
					before: [attempt(making)],
					tools: [tool('Send', 'Send', { text: fromAi('Text') })],
					calls: [{ args }],
					after: [check],
				});
			},
			reaches: severalToWriter('attempt 1'),
		}),
	),
];
