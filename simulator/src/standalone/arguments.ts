import { parseArgs, type ParseArgsConfig } from 'node:util';

/** A command line that cannot be understood; the message says which option, and what is possible. */
export class UsageError extends Error {}

/**
 * Reads options of the form `--name value` and `--name`.
 *
 * @throws UsageError for what is not among them
 */
export function parseOptions(
	args: readonly string[],
	options: NonNullable<ParseArgsConfig['options']>,
): Readonly<Record<string, string | boolean | undefined>> {
	try {
		const { values } = parseArgs({ args: [...args], options, allowPositionals: false });
		return values as Record<string, string | boolean | undefined>;
	} catch (error) {
		// Node adds advice about dashes to the sentence that says what is wrong.
		const [problem = ''] = (error as Error).message.split('. ');
		throw new UsageError(`${problem.replace(/\.$/, '')}. --help shows the options.`);
	}
}

export function readPlan(value: string | boolean | undefined): 'shared' | 'dedicated' {
	if (value === undefined) return 'shared';
	if (value === 'shared' || value === 'dedicated') return value;
	throw new UsageError(`--plan is "${String(value)}". It can be shared or dedicated.`);
}

/** The ports after it are used too. */
const lastPort = 65_500;

export function readPort(value: string | boolean | undefined): number | undefined {
	if (value === undefined) return undefined;
	const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
	if (port <= lastPort) return port;
	throw new UsageError(`--port is "${String(value)}". It can be a number from 1 to ${lastPort}, or 0 for ports that the system chooses.`);
}

/** What `npx spectrum-simulator` was asked for. */
export interface CommandOptions {
	readonly help: boolean;
	readonly plan: 'shared' | 'dedicated';
	readonly host: string;
	readonly port?: number;
	/** Folder that keeps the simulator between runs. */
	readonly state?: string;
}

export function parseCommand(args: readonly string[]): CommandOptions {
	const { help, plan, host, port, state } = parseOptions(args, {
		help: { type: 'boolean', short: 'h' },
		plan: { type: 'string' },
		host: { type: 'string' },
		port: { type: 'string' },
		state: { type: 'string' },
	});
	if (host === '') throw new UsageError('--host is empty. It can be an address of this machine, such as 127.0.0.1 or 0.0.0.0.');
	if (state === '') throw new UsageError('--state is empty. It can be the path of a folder.');
	return {
		help: help === true,
		plan: readPlan(plan),
		host: typeof host === 'string' ? host : '127.0.0.1',
		port: readPort(port),
		state: typeof state === 'string' ? state : undefined,
	};
}
