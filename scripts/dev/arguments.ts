import { parseOptions, readPlan, readPort, UsageError } from '../../simulator/src/standalone/arguments';

/** Which Spectrum n8n connects to. Each has a state of its own. */
export type DevMode = 'shared' | 'dedicated' | 'self-hosted';

/** What `npm run dev` was asked for. */
export interface DevOptions {
	readonly help: boolean;
	readonly mode: DevMode;
	/** Everything but n8n. */
	readonly withoutN8n: boolean;
	/** Forgets the state of this mode first. */
	readonly fresh: boolean;
	/** The first of the ports; default those of the run before. */
	readonly port?: number;
	/** Folder that keeps what the runs need; default `.dev`. */
	readonly state: string;
}

export const help = `npm run dev -- [options]

Starts a simulated Spectrum, phones in the browser, and an n8n with these nodes.

  --plan dedicated  A line with its own number. Default shared: one line for everyone
  --self-hosted     A server of your own in place of Spectrum Cloud
  --no-n8n          Everything but n8n: for an n8n that runs elsewhere
  --port <number>   Port of the phone page; the other servers have the ports after it. Default those of the run before
  --fresh           Forgets the state of the runs before
  --state <folder>  Folder that keeps the state. Default .dev, which git ignores
  --help            Shows this text
`;

/** @throws UsageError */
export function parseDevArguments(args: readonly string[]): DevOptions {
	const options = parseOptions(args, {
		help: { type: 'boolean', short: 'h' },
		plan: { type: 'string' },
		'self-hosted': { type: 'boolean' },
		'no-n8n': { type: 'boolean' },
		fresh: { type: 'boolean' },
		port: { type: 'string' },
		state: { type: 'string' },
	});
	if (options.state === '') throw new UsageError('--state is empty. It can be the path of a folder.');
	const isSelfHosted = options['self-hosted'] === true;
	if (isSelfHosted && options.plan === 'shared') {
		throw new UsageError('--plan shared and --self-hosted exclude each other: a server of your own has its own lines.');
	}
	return {
		help: options.help === true,
		mode: isSelfHosted ? 'self-hosted' : readPlan(options.plan),
		withoutN8n: options['no-n8n'] === true,
		fresh: options.fresh === true,
		port: readPort(options.port),
		state: typeof options.state === 'string' ? options.state : '.dev',
	};
}
