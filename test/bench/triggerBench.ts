import type { IDeferredPromise, INodeExecutionData, INodeType, IRun, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { TestHost, type ActiveWorkflow, type WorkflowJson } from '../support/host';
import { builtCredentials, builtTrigger, types } from './built';
import type { BenchServer } from './server/start';

type OnEmit = (data: INodeExecutionData[][]) => void;

/** The outcome of every run. */
const succeeded = { status: 'success', finished: true, data: { resultData: { runData: {}, lastNodeExecuted: 'Trigger' } } };

/** The pack's trigger, activated by n8n, with an `emit` that starts no run: what an event costs before n8n has it. */
export class TriggerBench {
	private constructor(private readonly host: TestHost) {}

	/** Starts with one active workflow, unless `parameters` are left out. */
	static async start(
		{ credential }: Pick<BenchServer, 'credential'>,
		parameters: object | undefined,
		onEmit: OnEmit,
	): Promise<TriggerBench> {
		const host = await TestHost.start({
			nodes: { [types.trigger]: emittingTo(onEmit) },
			credentials: builtCredentials(),
			credentialData: { own: { type: 'spectrumSelfHostedApi', name: 'Own', data: { ...credential } } },
		});
		const bench = new TriggerBench(host);
		if (parameters !== undefined) await bench.activate(parameters);
		return bench;
	}

	async activate(parameters: object, id = 'bench-trigger'): Promise<ActiveWorkflow> {
		return await this.host.activate(triggerWorkflow(types.trigger, parameters, id));
	}

	async stop(): Promise<void> {
		await this.host.stop();
	}
}

export function triggerWorkflow(type: string, parameters: object, id = 'bench-trigger', next = 'n8n-nodes-base.noOp'): WorkflowJson {
	const credentials = { spectrumSelfHostedApi: { id: 'own', name: 'Own' } };
	return {
		id,
		name: id,
		nodes: [
			{ id: 'trigger', name: 'Trigger', type, typeVersion: 1, position: [0, 0], parameters: { ...parameters }, credentials },
			{ id: 'next', name: 'Next', type: next, typeVersion: 1, position: [200, 0], parameters: {} },
		],
		connections: { Trigger: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
	};
}

function emittingTo(onEmit: OnEmit): INodeType {
	const node: INodeType = builtTrigger();
	const { trigger } = node as { readonly trigger: (this: ITriggerFunctions) => Promise<ITriggerResponse | undefined> };
	node.trigger = async function (this: ITriggerFunctions) {
		this.emit = (data, _response, done?: IDeferredPromise<IRun>) => {
			onEmit(data);
			done?.resolve(succeeded as unknown as IRun);
		};
		return await trigger.call(this);
	};
	return node;
}
