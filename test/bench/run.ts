/**
 * `npm run bench`: what the pack costs next to what n8n and the wire cost. Prints a table, writes docs/performance.md, and
 * fails when an aim is missed. `--short` does a little of everything, judges by wide limits and writes nothing. Further
 * arguments are the works to run; then nothing is written either.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aims } from './aims';
import { packageRoot } from './built';
import type { Figure } from './figures';
import { judge } from './judge';
import { page, table } from './report';
import { runWork } from './runWork';
import { workNames, type WorkName } from './work';

async function main(given: readonly string[]): Promise<void> {
	const isShort = given.includes('--short');
	const asked = given.filter((argument) => !argument.startsWith('--'));
	const unknown = asked.filter((name) => !workNames.includes(name as WorkName));
	if (unknown.length > 0) throw new Error(`There is no work "${unknown.join('", "')}". The works are ${workNames.join(', ')}`);
	const isAll = asked.length === 0;
	const began = performance.now();
	const figures: Figure[] = [];
	for (const name of isAll ? workNames : (asked as WorkName[])) {
		const workBegan = performance.now();
		try {
			figures.push(...(await runWork(name, { isShort })));
			process.stderr.write(`${name}: ${Math.round((performance.now() - workBegan) / 1_000)} s\n`);
		} catch (error) {
			// The other works are worth having all the same.
			process.stderr.write(`${name} failed: ${String(error)}\n`);
			process.exitCode = 1;
		}
	}
	const seconds = (performance.now() - began) / 1_000;
	const verdicts = judge(aims, figures, isShort);
	const { judged, missing } = verdicts;
	process.stdout.write(`${table(judged)}\n`);
	if (isAll && missing.length > 0) process.stdout.write(`Not measured: ${missing.join(', ')}\n`);
	const isMissed = judged.some(({ verdict }) => verdict === 'missed') || (isAll && missing.length > 0);
	if (isMissed) process.exitCode = 1;
	if (!isAll) process.stdout.write(`${figures.map(({ id, unit, median }) => `${id}: ${median.toFixed(2)} ${unit}`).join('\n')}\n`);
	if (isShort || !isAll) return;
	writeFileSync(join(packageRoot, 'docs/performance.md'), page(verdicts, figures, seconds));
	process.stdout.write('Written to docs/performance.md\n');
}

void main(process.argv.slice(2));
