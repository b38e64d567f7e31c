#!/usr/bin/env node
import path from 'node:path';
import { PortInUse } from '../net/listen';
import { parseCommand, UsageError, type CommandOptions } from './arguments';
import { cloudFields, httpDifference, printedFields, selfHostedFields } from './fields';
import { StateFolder } from './stateFolder';
import { startStandalone, usualPort, type Standalone } from './start';
import { Terminal } from './terminal';

const help = `spectrum-simulator: a Spectrum for iMessage on this machine, and phones in the browser

  npx spectrum-simulator [options]

  --plan <plan>     shared: one line for everyone. dedicated: a line with its own number. Default shared
  --port <number>   Port of the phone page. The servers have the ports after it. Default ${usualPort}
  --host <address>  Address of this machine to listen on. Default 127.0.0.1. With 0.0.0.0, an n8n in a container
                    reaches the simulator as host.docker.internal, and so can everyone on your network
  --state <folder>  Keeps the project, its secret and the conversations between runs. Default: each run starts empty
  --help            Shows this text
`;

async function main(): Promise<void> {
	const options = parseCommand(process.argv.slice(2));
	if (options.help) {
		process.stdout.write(help);
		return;
	}
	const terminal = new Terminal();
	try {
		const running = await startStandalone({
			...options,
			state: options.state === undefined ? undefined : new StateFolder(path.resolve(options.state, options.plan)),
			report: (problem) => console.log(problem),
		});
		console.log(greeting(running, options));
		await terminal.ended;
		await running.stop();
	} finally {
		terminal.close();
	}
}

function greeting({ simulator, phoneUrl }: Standalone, { plan, state }: CommandOptions): string {
	const [address, apiKey] = selfHostedFields(simulator);
	return [
		'Fields of a Spectrum Cloud credential in n8n',
		'',
		printedFields(cloudFields(simulator)),
		'',
		`As a self-hosted server: ${address?.label} ${address?.value}, ${apiKey?.label} ${apiKey?.value}, the same certificate`,
		`The same over HTTP: ${httpDifference(simulator)}`,
		'',
		`Phone  ${phoneUrl}`,
		`Plan   ${plan}${state === undefined ? ' (nothing is kept: --state <folder> keeps the project and the conversations)' : ''}`,
		'Stop   Ctrl-C',
	].join('\n');
}

main().catch((error: unknown) => {
	process.exitCode = 1;
	if (error instanceof UsageError) console.error(error.message);
	else if (error instanceof PortInUse) console.error(`${error.message}. Stop that program, or choose other ports with --port.`);
	else console.error(error);
});
