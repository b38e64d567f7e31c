/** Deliveries by webhook over HTTP, right and wrong ones of every kind. Each right one starts one run, and no other does. */
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { Simulator } from '../../simulator/src';
import { Draw } from '../chaos/draw';
import { v0Headers } from '../support/signing';
import { startTriggerHost, triggerWorkflow } from '../support/triggerHost';
import { bodyOf, deepBody } from './bodies';
import { Complaints, leftOver, openResources, type LoadResult, type LoadSettings } from './part';
import { Secrets } from './secrets';

const kinds = { fresh: 60, repeat: 14, tampered: 6, stale: 5, oldSecret: 5, truncated: 4, unsigned: 3, deep: 2, cutAndSigned: 1 } as const;
type Kind = keyof typeof kinds | 'large';

/** How each wrong kind may be answered. n8n itself answers 422 to a body that is not JSON. */
const answersTo: Readonly<Record<string, readonly number[]>> = {
	tampered: [401, 422],
	truncated: [401, 422],
	oldSecret: [401],
	unsigned: [401],
	stale: [400],
	deep: [400],
	cutAndSigned: [400, 422],
};

const events = ['message.received', 'message.reactionAdded', 'message.read', 'group.displayNameChanged', 'group.participantAdded'];
const more = ['group.participantRemoved', 'group.participantLeft', 'group.iconChanged', 'group.iconRemoved'];
/** One body of this size in so many deliveries. */
const largeBytes = 15_000_000;
const oneLargeIn = 5_000;
/** Requests at once. */
const batch = 25;
/** The node remembers 1,000 deliveries; a sender repeats within minutes. */
const repeatedAmong = 300;

interface Sent {
	readonly id: string;
	readonly body: string;
}

export async function deliveries({ seed, count }: LoadSettings): Promise<LoadResult> {
	const draw = new Draw(seed);
	const before = openResources();
	const complaints = new Complaints();
	const planted = { projectSecret: `secret-${randomBytes(16).toString('hex')}`, webhookSigningSecret: randomBytes(32).toString('hex') };
	const secrets = new Secrets(planted);
	const spectrum = await Simulator.start({ seed, rateLimit: Number.POSITIVE_INFINITY, projectSecret: planted.projectSecret });
	const host = await startTriggerHost(spectrum, { credential: { webhookSigningSecret: planted.webhookSigningSecret } });
	const agent = new Agent({ keepAlive: true });
	const done: Record<string, number> = {};
	try {
		const active = await host.activate(triggerWorkflow({ events: [...events, ...more] }));
		const secret = spectrum.webhooks[0]?.signingSecret ?? '';
		const oldSecret = randomBytes(32).toString('hex');
		const recent: Sent[] = [];
		let runs = 0;

		const one = async (index: number): Promise<boolean> => {
			const kind: Kind = index > 0 && index % oneLargeIn === 0 ? 'large' : draw.weighted(kinds);
			const earlier = draw.maybe(recent);
			const isRepeat = kind === 'repeat' && earlier !== undefined;
			const id = isRepeat ? earlier.id : `message-${seed}-${index}`;
			const right = isRepeat
				? earlier.body
				: kind === 'deep'
					? deepBody(draw, id)
					: bodyOf(draw, id, kind === 'large' ? 'a'.repeat(largeBytes) : '');
			const seconds = Math.floor(Date.now() / 1_000) - (kind === 'stale' ? draw.between(400, 9_999) : 0);
			const cut = right.slice(0, draw.between(1, right.length - 1));
			const signed = kind === 'cutAndSigned' ? cut : right;
			const headers = kind === 'unsigned' ? {} : v0Headers(kind === 'oldSecret' ? oldSecret : secret, signed, seconds);
			const body = kind === 'tampered' ? changed(draw, signed) : kind === 'truncated' ? cut : signed;
			done[kind] = (done[kind] ?? 0) + 1;
			const isRight = kind === 'fresh' || kind === 'repeat' || kind === 'large';
			const answer = await post(agent, host.port, body, headers);
			secrets.search('an answer', answer.body);
			const expected = isRight ? [200] : (answersTo[kind] ?? []);
			complaints.unless(expected.includes(answer.status), `${kind} ${id} was answered ${answer.status}: ${answer.body.slice(0, 200)}`);
			const startsRun = isRight && !isRepeat;
			if (startsRun && kind !== 'large') {
				recent.push({ id, body });
				if (recent.length > repeatedAmong) recent.shift();
			}
			return startsRun;
		};

		for (let index = 0; index < count; ) {
			const size = Math.min(batch, count - index);
			// Drawn one after the other, so that the seed decides; answered at once.
			const outcomes = await Promise.all(Array.from({ length: size }, async (_, at) => await one(index + at)));
			index += size;
			const expected = outcomes.filter(Boolean).length;
			for (let run = 0; run < expected; run++) {
				const execution = await host.nextExecution();
				complaints.unless(execution.status === 'success', `a run ended as ${execution.status}`);
				if (run % 5 === 0) secrets.searchExecution(execution);
			}
			runs += expected;
			complaints.unless(
				host.executions.length === expected,
				`${host.executions.length} runs for ${expected} deliveries, before delivery ${index}`,
			);
			host.executions.length = 0;
		}
		secrets.searchHost(host, [active.workflowId]);
		await active.deactivate();
		complaints.unless(host.executions.length === 0, 'a run began late');
		for (const seen of secrets.seen) complaints.add(`a secret was shown: ${seen}`);
		return { done: { ...done, runs }, complaints: [...complaints.all, ...(await ended())] };
	} catch (error) {
		await ended();
		throw error;
	}

	async function ended(): Promise<string[]> {
		agent.destroy();
		await host.stop();
		await spectrum.stop();
		return await leftOver(before);
	}
}

/** The same with one byte changed. */
function changed(draw: Draw, body: string): string {
	const at = draw.between(0, body.length - 1);
	return `${body.slice(0, at)}${body[at] === 'x' ? 'y' : 'x'}${body.slice(at + 1)}`;
}

async function post(agent: Agent, port: number, body: string, headers: object): Promise<{ status: number; body: string }> {
	return await new Promise((resolve, reject) => {
		const options = { agent, port, method: 'POST', path: '/webhook/hook-1/imessage' };
		const outgoing = request({ ...options, headers: { 'content-type': 'application/json', ...headers } }, (answer) => {
			let text = '';
			answer.setEncoding('utf8');
			answer.on('data', (piece: string) => (text += piece));
			answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
			answer.once('error', reject);
		});
		outgoing.once('error', (error: NodeJS.ErrnoException) => {
			// The server had closed a connection that was idle for five seconds: nothing has arrived.
			if (outgoing.reusedSocket && error.code === 'ECONNRESET') resolve(post(agent, port, body, headers));
			else reject(error);
		});
		outgoing.end(body);
	});
}
