import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { decidedAt, judge } from '../shared/spectrum/answers/judge';
import { toSpectrumError } from '../shared/spectrum/errors/from';
import { SpectrumError } from '../shared/spectrum/errors/SpectrumError';
import { readEvidence } from '../shared/spectrum/gateway/recipes/readEvidence';
import { accountOf } from '../shared/spectrum/keys/connectionIdentity';
import type { Connection } from '../shared/spectrum/model/connection';
import { nameOf, type AskingHub } from '../shared/n8n/asking/hub';
import { answerData } from '../shared/n8n/asking/messages';
import { unsealAddress, type ClockOrder, type ResumeAddress } from '../shared/n8n/asking/order';
import { assumedUntil, nextBeat } from '../shared/n8n/asking/times';
import { readConnection } from '../shared/n8n/credentials/credentials';
import type { Carried } from './carried';
import { dropRunsOf } from '../shared/n8n/run/engineRecord';
import { toNodeApiError } from '../shared/n8n/errors/errors';

/** How often in a row n8n may say that the execution does not wait, until the clock believes it. */
const mostRefusals = 2;

/** One beat, and what belongs to it. */
interface Beat {
	readonly context: IExecuteFunctions;
	readonly hub: AskingHub;
	readonly connection: Connection;
	readonly order: ClockOrder;
	readonly address: ResumeAddress;
	readonly carried: Carried;
}

/**
 * One beat of a question's clock. It looks for the answer. While there is none, it lets this process watch the
 * conversation, and waits for the next beat, which finds the answer after a restart.
 */
export async function beat(context: IExecuteFunctions, hub: AskingHub): Promise<INodeExecutionData[][]> {
	try {
		const connection = await readConnection(context);
		const order = JSON.parse(context.getNodeParameter('order', 0) as string) as ClockOrder;
		const address = unsealAddress(connection, context.getNodeParameter('sealed', 0) as string);
		if (address === undefined) throw lostAddress();
		const carried = context.getContext('node') as Carried;
		const now: Beat = { context, hub, connection, order, address, carried };
		return carried.runs === true ? await later(now) : await first(now);
	} catch (caught) {
		throw toNodeApiError(context.getNode(), caught, 0);
	}
}

/** The execution that asks is still running, and takes the answer from this output. */
async function first(now: Beat): Promise<INodeExecutionData[][]> {
	const { context, hub, connection, order, address } = now;
	const { question } = order;
	const account = accountOf(connection);
	hub.questions.opened(account, question);
	try {
		const evidence = await readEvidence(
			hub.sourceOf(context, connection),
			question,
			hub.questions.besides(account, question),
			hub.ports.clock.now(),
		);
		const judged = judge(question, evidence);
		const data = answerData(judged);
		if (data !== undefined) {
			if (order.startsWorkflows !== true) hub.consumed.note(account, question, judged, evidence.readAt);
			hub.forget(account, order, nameOf(address), decidedAt(judged));
			return ended({ data });
		}
	} catch (caught) {
		warn(context, caught);
	}
	hub.watch(context, connection, order, address);
	return await wait(now);
}

async function later(now: Beat): Promise<INodeExecutionData[][]> {
	const { context, hub, connection, order, address, carried } = now;
	const account = accountOf(connection);
	const outcome = await hub.post(context, address, { question: order.question.id, secret: address.secret });
	carried.refusals = outcome === 'refused' ? (carried.refusals ?? 0) + 1 : 0;
	if (outcome === 'stale' || carried.refusals >= mostRefusals) {
		hub.forget(account, order, nameOf(address));
		return ended({});
	}
	// It has probably ended. A watch would make it an open question again, beside which words answer no other one.
	if (outcome === 'refused' && hub.watchOf(address) === undefined) return await wait(now);
	hub.questions.restore(account, order.question, carried.others ?? [], assumedUntil(hub.ports.clock.now()));
	const watch = hub.watchOf(address) ?? hub.watch(context, connection, order, address);
	if (await watch.look()) return ended({});
	return await wait(now);
}

/** After a wait, n8n hands the input of the node to its first output. */
async function wait({ context, hub, connection, order, carried }: Beat): Promise<INodeExecutionData[][]> {
	carried.runs = true;
	carried.others = hub.questions.besides(accountOf(connection), order.question);
	// A week has hundreds of beats.
	dropRunsOf(context, context.getNode().name);
	const { askedAt, deadline } = order.question;
	await context.putExecutionToWait(new Date(nextBeat(askedAt, deadline, hub.ports.clock.now())));
	return [[{ json: {} }], []];
}

function ended(json: INodeExecutionData['json']): INodeExecutionData[][] {
	return [[], [{ json }]];
}

function warn(context: IExecuteFunctions, caught: unknown): void {
	context.logger.warn(`The answer to a question could not be read yet: ${toSpectrumError(caught).message}`);
}

function lostAddress(): SpectrumError {
	return new SpectrumError({
		kind: 'invalid',
		message: 'The secret of the credential has changed since the question was sent, so the answer can no longer be delivered',
		advice: 'The waiting workflow continues at its limit. Ask again after you change a secret.',
	});
}
