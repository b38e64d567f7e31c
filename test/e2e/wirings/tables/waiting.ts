import { until } from '../../../../scripts/n8n/until';
import { row } from '../flow';
import { other, parts, send, set } from '../nodes';
import { people } from '../people';
import { tellServer, type Told } from '../tellServer';
import { severalToWriter, type Playing, type Wiring } from '../wiring';

const byWebhook = other('wait', 1.1, 'Wait', { resume: 'webhook', options: {} }, { webhookId: 'b0c3a1de-52f5-4a0f-9b57-6d3a1f1f6c11' });

/** Calls every run that waits, in the order of the people turned round; n8n answers 404 or 409 until a run waits. */
const resumeAll =
	(path: string) =>
	async ({ server, world }: Playing) => {
		const told = await until(
			'every run has told where it is resumed',
			() => server.bodies(path).length >= people.length && server.bodies(path),
		);
		for (const body of [...told].reverse()) {
			const { pathname, search } = new URL((body as Told).resume);
			await until('the run is resumed', async () => (await fetch(`${world.n8n.url}${pathname}${search}`)).ok);
		}
	};

/** Nodes that let a run rest; what comes after the rest reads what came before it. */
export const waiting: readonly Wiring[] = [
	{ name: 'Wait by time', make: ({ words }) => row(other('wait', 1.1, 'Wait', { amount: 0.2, unit: 'seconds' }), send(words.expression)) },
	{
		name: 'Wait by time, nothing kept',
		make: ({ words }) => row(set({}), other('wait', 1.1, 'Wait', { amount: 0.2, unit: 'seconds' }), send(words.expression)),
	},
	{
		name: 'Wait by webhook',
		make: ({ words, server }) => row(tellServer(server.url('/waiting')), byWebhook, send(words.expression)),
		meanwhile: resumeAll('/waiting'),
	},
	{
		name: 'Send, Wait by webhook, Send',
		make: ({ words, server }) =>
			row(
				send(`=${words.plain('first')}`, { name: 'First' }),
				tellServer(server.url('/first')),
				byWebhook,
				set({}),
				send(`=${words.plain('second')}`),
			),
		meanwhile: resumeAll('/first'),
		reaches: severalToWriter('first', 'second'),
	},
	{
		name: 'Wait in a Loop',
		make: ({ words }) => ({
			nodes: [
				...parts,
				other('splitInBatches', 3, 'Loop', { options: {} }),
				other('wait', 1.1, 'Wait', { amount: 0.1, unit: 'seconds' }),
				send(`=${words.plain('{{ $json.part }}')}`),
			],
			links: ['Trigger > List > Split Out > Loop', 'Loop[1] > Wait > Send > Loop'],
		}),
		reaches: severalToWriter('one', 'two', 'three'),
	},
];
