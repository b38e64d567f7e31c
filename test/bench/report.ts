import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from './built';
import type { Figure } from './figures';
import type { Judged, Verdicts } from './judge';

/** Versions of what was measured and compared with. */
const named = ['@grpc/grpc-js', 'n8n-core', 'n8n-workflow', 'spectrum-ts', '@photon-ai/advanced-imessage'];

/** docs/performance.md, from one run. */
export function page({ judged, missing }: Verdicts, figures: readonly Figure[], seconds: number): string {
	const explained = judged.filter(({ aim }) => aim.missed !== undefined);
	return `# Performance

\`npm run bench\` wrote this page: ${new Date().toISOString().slice(0, 10)}, in ${Math.ceil(seconds / 60)} minutes, on ${machine()}.
${versions()}.

Each workload runs in a process of its own, against a server in another process that sends prepared answers. Two ways that are
compared take turns within one run. A figure is the median of its rounds, followed by the lowest and the highest value. CPU is the
time of the measured process alone. A ratio compares the two ways round by round, so a busy machine changes it little.

The floor is the smallest node that reads the same two fields and the credential and makes the same call, and the smallest
trigger that emits the same messages. Neither of them checks anything, recognises a repeat or survives a failure.

## Aims

| work | compared with | measured | aim | |
|---|---|---|---|---|
${judged.map(row).join('\n')}
${missing.length === 0 ? '' : `\nNot measured in this run: ${missing.join(', ')}.\n`}
${explained.length === 0 ? '' : `## Missed aims, and why\n\n${explained.map(explanation).join('\n')}\n\n`}## All figures

| figure | median | least | most | rounds |
|---|---|---|---|---|
${figures.map(({ id, unit, median, least, most, rounds }) => `| ${id} | ${shown(median)} ${unit} | ${shown(least)} | ${shown(most)} | ${rounds} |`).join('\n')}
`;
}

/** The same for a terminal. */
export function table(judged: readonly Judged[]): string {
	return judged
		.map(({ aim, figure, value, verdict }) => {
			const what = aim.against === undefined ? aim.work : `${aim.work}, against ${aim.against}`;
			return `${verdict === 'met' ? '  ' : verdict === 'missed' ? '✗ ' : '~ '}${what}: ${shown(value)} ${figure.unit} (${shown(figure.least)} to ${shown(figure.most)}); aim ${limitOf(aim)}`;
		})
		.join('\n');
}

function row({ aim, figure, value, verdict }: Judged): string {
	const spread = figure.rounds === 1 ? '' : ` (${shown(figure.least)} – ${shown(figure.most)})`;
	return `| ${aim.work} | ${aim.against ?? ''} | ${shown(value)} ${figure.unit}${spread} | ${limitOf(aim)} | ${verdict} |`;
}

function explanation({ aim, figure, value, verdict }: Judged): string {
	return `- ${aim.work}: ${shown(value)} ${figure.unit}, ${verdict}. ${aim.missed?.because}`;
}

function limitOf({ atMost, atLeast }: Judged['aim']): string {
	return atLeast === undefined ? `≤ ${atMost?.toLocaleString('en')}` : `≥ ${atLeast.toLocaleString('en')}`;
}

function shown(value: number): string {
	const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
	return value.toLocaleString('en', { minimumFractionDigits: Number.isInteger(value) ? 0 : digits, maximumFractionDigits: digits });
}

function machine(): string {
	const [first] = cpus();
	return `${cpus().length} × ${first?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}`;
}

function versions(): string {
	const lines = named.map((name) => {
		const { version } = JSON.parse(readFileSync(join(packageRoot, 'node_modules', name, 'package.json'), 'utf8')) as { version: string };
		return `${name} ${version}`;
	});
	return `Node ${process.versions.node}, ${lines.join(', ')}`;
}
