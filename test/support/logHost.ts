import { readFileSync } from 'node:fs';
import { present } from '../../nodes/shared/spectrum/values/present';
import path from 'node:path';
import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
import { SpectrumSelfHostedApi } from '../../credentials/SpectrumSelfHostedApi.credentials';
import { ImessageTrigger } from '../../nodes/ImessageTrigger/ImessageTrigger.node';
import type { Clock } from '../../nodes/shared/spectrum/timing/clock';
import type { ImessageEvent } from '../../nodes/shared/spectrum/model/event/event';
import type { Simulator, SimulatorOptions } from '../../simulator/src';
import { root } from './allNodes';
import { differences, schemaFile, type OutputSchema } from './host/outputSchemas';
import { TestHost, type HostOptions, type WorkflowJson } from './host';
import { cloudCredential, triggerType } from './triggerHost';
import { useSpectrum, type Setting } from './useSpectrum';

export interface LogStageOptions {
	readonly simulator?: SimulatorOptions;
	/** The node's clock; default the system's. */
	readonly clock?: Clock;
	readonly host?: Partial<HostOptions>;
}

/** A simulator, and n8n with the Trigger and credentials for it. */
export interface LogStage extends Setting {
	/** A trigger that remembers nothing: what a new process has. */
	readonly freshNodes: () => { nodes: Record<string, ImessageTrigger> };
}

/**
 * The setting of the files about streams and polling: pauses between attempts are as short as they can be. What was started
 * is closed after each test.
 *
 * @returns what starts one; a test may start several
 */
export function useLogStage(): (options?: LogStageOptions) => Promise<LogStage> {
	const startSetting = useSpectrum(async (spectrum) => await startLogHost(spectrum, freshNodesOf()));
	return async ({ simulator, clock, host } = {}) => {
		const freshNodes = () => freshNodesOf(clock);
		const setting = await startSetting(
			{ plan: 'dedicated', rateLimit: Number.POSITIVE_INFINITY, ...simulator },
			async (spectrum) => await startLogHost(spectrum, { ...freshNodes(), ...host }),
		);
		return { ...setting, freshNodes };
	};
}

const freshNodesOf = (clock?: Clock) => ({ nodes: { [triggerType]: new ImessageTrigger({ ...present({ clock }), random: () => 0 }) } });

async function startLogHost(spectrum: Simulator, options: HostOptions): Promise<TestHost> {
	return await TestHost.start({
		credentials: [new SpectrumCloudApi(), new SpectrumSelfHostedApi()],
		credentialData: {
			cloud: cloudCredential(spectrum, { connection: 'grpc' }),
			selfHosted: { type: 'spectrumSelfHostedApi', name: 'Own server', data: { ...spectrum.selfHostedCredential() } },
		},
		...options,
	});
}

/** iMessage Trigger in stream mode with these parameters, and a node after it. */
export function logWorkflow(parameters: object = {}, id = 'log-workflow'): WorkflowJson {
	const receiveBy = 'stream';
	return {
		id,
		name: 'Follow the log',
		nodes: [
			{
				id: 'trigger',
				name: 'iMessage Trigger',
				type: triggerType,
				typeVersion: 1,
				webhookId: 'hook-1',
				parameters: { receiveBy, ...parameters },
				credentials: {
					spectrumCloudApi: { id: 'cloud', name: 'Cloud' },
					spectrumSelfHostedApi: { id: 'selfHosted', name: 'Own server' },
				},
			},
			{ id: 'next', name: 'Next', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
		],
		connections: { 'iMessage Trigger': { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
	};
}

/** The fields that the editor promises of an event by stream or polling. */
const schema = JSON.parse(readFileSync(schemaFile(path.join(root, 'nodes', 'ImessageTrigger'), 1), 'utf8')) as OutputSchema;

/**
 * The next runs, as many as are asked for, each with the event that started it.
 *
 * @throws where an event has a field that the node's output schema does not know
 */
export async function nextEvents(host: TestHost, count: number): Promise<ImessageEvent[]> {
	const events: ImessageEvent[] = [];
	while (events.length < count) {
		const execution = await host.nextExecution();
		events.push(...(execution.json('Next') as unknown as ImessageEvent[]));
	}
	// Some workflows have an action in the place of the last node.
	const unlike = events.filter(({ event }) => typeof event === 'string').flatMap((event) => differences(schema, event, event.event));
	if (unlike.length > 0) throw new Error(unlike.join('\n'));
	return events;
}

/** Texts of the messages of the next runs. */
export async function nextTexts(host: TestHost, count: number): Promise<Array<string | undefined>> {
	return (await nextEvents(host, count)).map(({ message }) => message?.text);
}
