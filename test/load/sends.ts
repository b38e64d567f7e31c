/** Sends of which one in ten loses its answer, while the connections are cut again and again. Each text arrives once. */
import { randomBytes } from 'node:crypto';
import { sharedPool } from '../../nodes/shared/spectrum/gateway/pool/pool';
import { Simulator } from '../../simulator/src';
import { Draw } from '../chaos/draw';
import { items, sendWorkflow, startSendHost } from '../support/sendHost';
import { Complaints, leftOver, openResources, type LoadResult, type LoadSettings } from './part';
import { Secrets } from './secrets';

/** Items of one execution. */
const perRun = 50;
/** Fewer than the new conversations that a line may start in a day. */
const people = 40;

export async function sends({ seed, count }: LoadSettings): Promise<LoadResult> {
	const draw = new Draw(seed);
	const before = openResources();
	const complaints = new Complaints();
	const projectSecret = `secret-${randomBytes(16).toString('hex')}`;
	const spectrum = await Simulator.start({ seed, plan: 'dedicated', rateLimit: Number.POSITIVE_INFINITY, projectSecret });
	// More than a line may send in a day.
	spectrum.settings.messagesPerDay = Number.POSITIVE_INFINITY;
	const secrets = new Secrets({ projectSecret, token: spectrum.lines[0]?.token ?? '' });
	const host = await startSendHost(spectrum);
	let lost = 0;
	let cuts = 0;
	try {
		for (let begin = 0; begin < count; begin += perRun) {
			const list = Array.from({ length: Math.min(perRun, count - begin) }, (_, index) => ({
				to: `+1555123${String(draw.between(0, people - 1)).padStart(4, '0')}`,
				text: `Message ${begin + index}`,
			}));
			const faults = list.flatMap((_, index) =>
				draw.chance(0.1) ? [spectrum.faults.add('SendTextMessage', { type: 'answerLost' }, { after: index })] : [],
			);
			// A server that restarts cuts its connections before the write or after it.
			if (draw.chance(0.3))
				faults.push(spectrum.faults.add('SendTextMessage', { type: 'dropConnection' }, { after: draw.between(0, list.length - 1) }));
			const workflow = sendWorkflow(
				{
					resource: 'message',
					operation: 'sendText',
					to: { __rl: true, mode: 'address', value: '={{ $json.to }}' },
					text: '={{ $json.text }}',
				},
				{ retryOnFail: true, maxTries: 5, waitBetweenTries: 1 },
			);
			if (draw.chance(0.2)) {
				spectrum.cutConnections();
				cuts += 1;
			}
			const run = await host.execute(workflow, { triggerItems: items(...list) });
			complaints.unless(run.error === undefined, `the run from ${begin} failed: ${run.error?.message}`);
			complaints.unless(
				run.json('Send').length === list.length,
				`the run from ${begin} gave ${run.json('Send').length} of ${list.length} items`,
			);
			secrets.searchExecution(run);
			lost += faults.reduce((sum, { hits }) => sum + hits, 0);
			spectrum.faults.clear();
			host.executions.length = 0;
		}
		const arrived = new Map<string, number>();
		for (let person = 0; person < people; person++) {
			const { messages } = spectrum.phone(`+1555123${String(person).padStart(4, '0')}`);
			for (const { text } of messages) arrived.set(text ?? '', (arrived.get(text ?? '') ?? 0) + 1);
		}
		for (let index = 0; index < count; index++) {
			const times = arrived.get(`Message ${index}`) ?? 0;
			complaints.unless(times === 1, `"Message ${index}" arrived ${times} times`);
		}
		secrets.searchHost(host, ['send-workflow']);
		for (const seen of secrets.seen) complaints.add(`a secret was shown: ${seen}`);
		return { done: { sends: count, lost, cuts }, complaints: [...complaints.all, ...(await ended())] };
	} catch (error) {
		await ended();
		throw error;
	}

	async function ended(): Promise<string[]> {
		await host.stop();
		sharedPool.close();
		await spectrum.stop();
		return await leftOver(before);
	}
}
