import { everySecond } from '../../support/logStage';
import { row } from '../flow';
import { send, set } from '../nodes';
import type { Wiring } from '../wiring';

/** However an event is received, an empty *To* answers its writer. */
export const receiving: readonly Wiring[] = [
	{ name: 'by stream', make: ({ words }) => row(set({}), send(words.expression)) },
	{ name: 'by polling', trigger: everySecond, make: ({ words }) => row(set({}), send(words.expression)) },
	{ name: 'by webhook', trigger: { receiveBy: 'webhook' }, make: ({ words }) => row(set({}), send(words.expression)) },
	{
		name: 'gathered',
		gathers: true,
		trigger: { options: { gatherSeconds: 1 } },
		make: ({ words }) => row(set({}), send(words.expression)),
	},
	{
		name: 'gathered, by polling',
		gathers: true,
		trigger: { ...everySecond, options: { gatherSeconds: 2 } },
		make: ({ words }) => row(set({}), send(words.expression)),
	},
	{
		name: 'acknowledged when finished',
		trigger: { options: { acknowledge: 'finished' } },
		make: ({ words }) => row(set({}), send(words.expression)),
	},
	{
		name: 'acknowledged when succeeded',
		trigger: { options: { acknowledge: 'succeeded' } },
		make: ({ words }) => row(set({}), send(words.expression)),
	},
];
