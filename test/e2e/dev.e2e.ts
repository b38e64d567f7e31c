import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Book } from '../../scripts/dev/n8n/book';
import { offsets } from '../../scripts/dev/ports';
import { N8nClient } from '../../scripts/n8n/client';
import { note } from '../../scripts/n8n/progress';
import { ownRow } from '../../scripts/ports';
import { DevRun, openPorts, PhoneOnPage, processesIn } from '../support/devRun';
import { workFolder } from './support/workFolder';

const root = path.resolve(__dirname, '..', '..');
/** A limit only ends what hangs: a start takes some ten seconds where nothing else runs. */
const patience = 300_000;

let clone: string;
let base: number;
let runs: DevRun[];

beforeAll(async () => {
	const folder = mkdtempSync(path.join(workFolder(), 'dev-'));
	const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
	const head = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
	git('clone', '--quiet', '--no-checkout', root, 'clone');
	git('-C', 'clone', 'checkout', '--quiet', '--detach', head);
	clone = realpathSync(path.join(folder, 'clone'));
	symlinkSync(path.join(root, 'node_modules'), path.join(clone, 'node_modules'), 'dir');
	base = await ownRow();
});

beforeEach(() => {
	runs = [];
});

afterEach(() => {
	for (const run of runs) run.kill();
});

function start(...args: string[]): DevRun {
	const run = DevRun.start({ root: clone, args });
	runs.push(run);
	return run;
}

const ports = () => Object.values(offsets).map((offset) => base + offset);
const took = (run: DevRun) => `${((Date.now() - run.startedAt) / 1000).toFixed(1)} s`;

/** What a run leaves behind after it was ended: nothing. */
async function expectNothingLeft(run: DevRun): Promise<void> {
	await run.until('no process is left', 30_000, () => processesIn(clone).length === 0);
	expect(await openPorts(ports())).toEqual([]);
}

/** The answer of the workflow that is published from the start. */
const answerTo = (text: string) => `Thanks, we got your message: “${text}”`;

async function writeAndWait(run: DevRun, phone: PhoneOnPage, text: string): Promise<void> {
	await phone.write(text);
	await run.until(`the phone shows the answer to ${text}`, patience, async () => (await phone.texts()).at(-1)?.text === answerTo(text));
}

/** n8n, entered with what the first line says. */
async function enter(line: string): Promise<N8nClient> {
	const [, url = '', email = '', password = ''] = /^(\S+) +\((\S+), password (\S+)\)$/.exec(line) ?? [];
	return await N8nClient.enter(url, { email, password });
}

test('a clean clone starts without n8n, and ends without a trace', async () => {
	const run = start('--no-n8n', '--port', String(base));
	const { Phone: url } = await run.lines(patience);
	note(`npm run dev -- --no-n8n, from a clean clone: ${took(run)}`);
	const phone = new PhoneOnPage(url, '+15551234567');
	await phone.write('Is anybody there?');
	expect(await phone.texts()).toEqual([{ isOwn: true, text: 'Is anybody there?' }]);
	await run.stop('SIGINT');
	await expectNothingLeft(run);
	expect(execFileSync('git', ['status', '--porcelain'], { cwd: clone, encoding: 'utf8' })).toBe('?? node_modules\n');
});

test('n8n answers the phone, with the nodes as they are after a change, and goes on in the next run', async () => {
	const first = start('--fresh', '--port', String(base));
	const lines = await first.lines(patience);
	note(`npm run dev, from a clean clone, with n8n in the cache: ${took(first)}`);
	const phone = new PhoneOnPage(lines.Phone, '+15551234567');
	await writeAndWait(first, phone, 'Hi');
	note(`the first answer of n8n on the phone: ${took(first)} after the start`);

	// A mistake leaves the running nodes alone.
	const source = path.join(clone, 'nodes', 'ImessageTyping', 'ImessageTyping.node.ts');
	const text = readFileSync(source, 'utf8');
	writeFileSync(source, `${text}\n}`);
	first.press('r');
	await first.until('the mistake is named', patience, () => /ImessageTyping\.node\.ts/.test(first.output) && /Press r/.test(first.output));
	await writeAndWait(first, phone, 'Still there?');

	const name = /displayName: '([^']+)'/.exec(text)?.[1] ?? '';
	writeFileSync(source, text.replace(`displayName: '${name}'`, `displayName: '${name}, changed'`));
	first.press('r');
	const seconds = await first.until('n8n is back', patience, () => /^Ready after (\S+) s$/m.exec(first.output)?.[1]);
	note(`the key r: nodes built and n8n restarted in ${seconds} s`);
	// Ten seconds where nothing else runs.
	expect(Number(seconds)).toBeLessThan(60);
	const client = await enter(lines.n8n);
	const shown = (await client.nodeTypes()).get('n8n-nodes-spectrum-imessage.imessageTyping');
	expect(shown?.displayName).toBe(`${name}, changed`);
	await writeAndWait(first, phone, 'And now?');

	// By webhook too: Spectrum reaches this n8n by its public name.
	const book = JSON.parse(readFileSync(path.join(clone, '.dev', 'shared', 'n8n.json'), 'utf8')) as Book;
	const [answering, byWebhook] = ['answer-a-message', 'trigger-by-webhook'].map((example) => book.workflows[example] ?? '') as [
		string,
		string,
	];
	await client.deactivate(answering);
	await client.activate(byWebhook);
	const before = (await phone.texts()).length;
	await phone.write('By webhook');
	await first.until('the workflow with the webhook answers', patience, async () => (await phone.texts()).length >= before + 2);
	await client.deactivate(byWebhook);
	await client.activate(answering);
	const said = await phone.texts();
	await first.stop('SIGINT');
	await expectNothingLeft(first);

	const second = start();
	const again = await second.lines(patience);
	note(`npm run dev, a second time: ${took(second)}`);
	expect(again).toEqual(lines);
	expect(await phone.texts()).toEqual(said);
	await writeAndWait(second, phone, 'Good morning');
	// npm alone is ended, as a supervisor does it.
	await second.stopOnlyParent();
	await expectNothingLeft(second);
});

test('a server of one’s own answers as well', async () => {
	const run = start('--self-hosted', '--port', String(base));
	const { Phone: url } = await run.lines(patience);
	await writeAndWait(run, new PhoneOnPage(url, '+15551234567'), 'Hi');
	await run.stop('SIGHUP');
	await expectNothingLeft(run);
});

test('Ctrl-C while n8n starts leaves nothing either', async () => {
	const run = start();
	await run.until('n8n is starting', patience, () => /Starting n8n/.test(run.output));
	await run.stop('SIGINT');
	await expectNothingLeft(run);
});
