import type { INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { TestHost, type WorkflowJson } from '../support/host';
import { builtCredentials, builtSend, builtTrigger, types } from './built';
import { FloorSend } from './floor/FloorSend';
import { FloorTrigger } from './floor/FloorTrigger';
import { startCounting, type Cost } from './figures';
import { sentText, spaceOf } from './server/conversation';
import type { BenchServer } from './server/start';
import { triggerWorkflow } from './triggerBench';

export const floorTypes = { send: 'bench.floorSend', trigger: 'bench.floorTrigger' };
const markType = 'bench.mark';

/** Marks the moment at which the node before it is done. What n8n does after the last node does not count. */
class Mark implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Mark',
		name: 'mark',
		group: ['output'],
		version: 1,
		description: 'Marks a moment',
		defaults: { name: 'Mark' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	};

	onReached: (items: number) => void = () => {};

	constructor() {
		const reached = (items: number): void => this.onReached(items);
		this.execute = async function (): Promise<INodeExecutionData[][]> {
			reached(this.getInputData().length);
			return [[]];
		};
	}

	execute: NonNullable<INodeType['execute']>;
}

/** n8n's engine with the pack, the floor and a credential for the server. */
export class BenchHost {
	private constructor(
		readonly host: TestHost,
		private readonly mark: Mark,
	) {}

	static async start({ credential }: Pick<BenchServer, 'credential'>, data: object = {}): Promise<BenchHost> {
		const mark = new Mark();
		const host = await TestHost.start({
			nodes: {
				[types.send]: builtSend(),
				[types.trigger]: builtTrigger(),
				[floorTypes.send]: new FloorSend(),
				[floorTypes.trigger]: new FloorTrigger(),
				[markType]: mark,
			},
			credentials: builtCredentials(),
			credentialData: { own: { type: 'spectrumSelfHostedApi', name: 'Own', data: { ...credential } }, ...data },
		});
		return new BenchHost(host, mark);
	}

	/** Runs a node over items, and gives the cost from the start of the run until its last item is done. */
	async run(type: string, parameters: object, count: number, credentials: object = ownCredential): Promise<Cost> {
		let cost: Cost | undefined;
		let arrived = 0;
		const triggerItems = Array.from({ length: count }, (_, index) => ({ json: { to: spaceOf(index), text: sentText, index } }));
		const stop = startCounting();
		this.mark.onReached = (items) => {
			cost = stop();
			arrived = items;
		};
		const run = await this.host.execute(workflowOf(type, parameters, credentials), { triggerItems });
		this.host.executions.length = 0;
		if (cost === undefined || arrived !== count) throw new Error(`${type} gave ${arrived} of ${count} items: ${run.error?.message}`);
		return cost;
	}

	/** Calls back with the items of each run of an active workflow, when the node behind its trigger is done. */
	onReached(handle: (items: number) => void): void {
		this.mark.onReached = handle;
	}

	/** Activates a workflow that begins with this trigger. Finished executions are forgotten. */
	async activate(type: string, parameters: object): Promise<void> {
		Object.defineProperty(this.host.executions, 'push', { value: () => 0 });
		await this.host.activate(triggerWorkflow(type, parameters, 'bench-trigger', markType));
	}

	async stop(): Promise<void> {
		await this.host.stop();
	}
}

export const ownCredential = { spectrumSelfHostedApi: { id: 'own', name: 'Own' } };

/** The fields of *Send Text*, with the two expressions that the floor reads as well. */
export const sendParameters = {
	authentication: 'spectrumSelfHostedApi',
	resource: 'message',
	operation: 'sendText',
	to: { __rl: true, mode: 'space', value: '={{ $json.to }}' },
	text: '={{ $json.text }}',
};
export const floorParameters = { to: '={{ $json.to }}', text: '={{ $json.text }}' };

function workflowOf(type: string, parameters: object, credentials: object): WorkflowJson {
	return {
		id: 'bench',
		name: 'Bench',
		nodes: [
			{ id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
			{
				id: 'node',
				name: 'Node',
				type,
				typeVersion: 1,
				position: [200, 0],
				parameters: { ...parameters },
				credentials: { ...credentials },
			},
			{ id: 'mark', name: 'Mark', type: markType, typeVersion: 1, position: [400, 0], parameters: {} },
		],
		connections: {
			Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] },
			Node: { main: [[{ node: 'Mark', type: 'main', index: 0 }]] },
		},
	};
}
