import { SpectrumCloudApi } from '../../../credentials/SpectrumCloudApi.credentials';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import { ImessageAnswerClock } from '../../../nodes/ImessageAnswerClock/ImessageAnswerClock.node';
import { AskingHub } from '../../../nodes/shared/n8n/asking/hub';
import { sharedPool } from '../../../nodes/shared/spectrum/gateway/pool/pool';
import { seededRandom } from '../../../simulator/src/random';
import { clockType } from '../../support/asking';
import { FakeClock } from '../../support/fakeClock';
import { TestHost, type Execution, type WorkflowJson } from '../../support/host';
import { Store } from '../../support/host/store';
import { sendType } from '../../support/sendHost';
import { Journal } from '../journal';
import type { Ended, FromWaits, QuestionOrder, ToWaits, WaitsLine, WaitsOrders } from './protocol';

/**
 * n8n as a process of its own, whose workflows ask people and wait. It may be killed at any moment: what it knows afterwards
 * is what its journal has.
 */
function tell(message: FromWaits): void {
	// A parent that has just been killed hears nothing, which is no fault of this process.
	if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

let ask: (question: QuestionOrder) => void = () => undefined;
let goOn: (now: number) => Promise<void> = async () => await Promise.resolve();

async function begin({ life, credential, journal: path, now: began, seed }: WaitsOrders): Promise<void> {
	const clock = new FakeClock(began);
	const environment: Record<string, string> = {};
	const hub = new AskingHub({ clock, random: seededRandom(seed + life), uptime: () => clock.now() - began, environment });
	const { journal, lines } = Journal.open<WaitsLine>(path);
	journal.write({ life, at: began });
	const store = new Store((entry) => journal.write({ entry }));
	store.redo(lines.flatMap((line) => ('entry' in line ? [line.entry] : [])));
	const host = await TestHost.start({
		nodes: { [sendType]: new Imessage(hub), [clockType]: new ImessageAnswerClock(hub) },
		credentials: [new SpectrumCloudApi()],
		credentialData: { cloud: credential },
		store,
		onFinished: (execution) => {
			const done = endOf(execution);
			journal.write({ done, id: execution.id });
			tell({ type: 'done', done });
		},
	});
	environment.N8N_PORT = String(host.port);
	ask = (question) => {
		const { id } = host.execute(askingWorkflow(question), { triggerItems: [{ json: { key: question.key } }] });
		journal.write({ asked: question.key, id });
	};
	goOn = async (now) => {
		await clock.advance(now - clock.now());
		await host.wake(now);
		host.executions.length = 0;
		host.subExecutions.length = 0;
		for (const { level, message } of host.logs.splice(0))
			if (level === 'warn' || level === 'error') tell({ type: 'warning', message: `[life ${life}] ${message}` });
		tell({ type: 'at', now, open: host.waitingCount + host.running.length });
	};
	tell({ type: 'started' });
	process.once('SIGTERM', () => void end());
	const end = async (): Promise<void> => {
		await host.stop();
		hub.close();
		sharedPool.close();
		journal.close();
		// The channel stays, to hear of the parent's end, and holds nothing any more.
		process.channel?.unref();
	};
}

function endOf(execution: Execution): Ended {
	const item = execution.json('Ask').at(-1);
	const started = execution.json('Start').at(0);
	const data = item?.data as Ended['data'];
	return {
		key: Number(started?.key),
		status: execution.status,
		...(execution.error === undefined ? {} : { error: execution.error.message }),
		...(data === undefined ? {} : { data }),
	};
}

/** One workflow for all: several of its runs ask the same person now and then. */
function askingWorkflow({ key, person, limitMinutes, hasPoll }: QuestionOrder): WorkflowJson {
	return {
		id: `ask${key}`,
		nodes: [
			{ id: 'start', name: 'Start', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [0, 0], parameters: {} },
			{
				id: 'ask',
				name: 'Ask',
				type: sendType,
				typeVersion: 1,
				position: [200, 0],
				parameters: {
					operation: 'sendAndWait',
					to: { __rl: true, mode: 'address', value: person },
					message: `Question ${key}: may I?`,
					answeredBy: hasPoll ? 'both' : 'words',
					limitAmount: limitMinutes,
					limitUnit: 'minutes',
				},
				credentials: { spectrumCloudApi: { id: 'cloud', name: 'Cloud' } },
			},
		],
		connections: { Start: { main: [[{ node: 'Ask', type: 'main', index: 0 }]] } },
	};
}

// The process that started it is gone, killed perhaps: nobody hears what is told here, and nobody would end this process.
process.once('disconnect', () => process.exit(1));

function fail(error: unknown): void {
	process.stderr.write(`${String((error as Error).stack)}\n`);
	process.exit(1);
}

process.on('message', (message: ToWaits) => {
	switch (message.type) {
		case 'ask':
			return ask(message.question);
		case 'time':
			goOn(message.now).catch(fail);
			return;
		case 'begin':
			begin(message.orders).catch(fail);
	}
});
tell({ type: 'loaded' });
