import { randomUUID } from 'node:crypto';
import type { Credential, Execution, WorkflowFile, WorkflowNode } from '../../../scripts/n8n/types';
import { until, within } from '../../../scripts/n8n/until';
import type { ArrivedMessage } from '../../../simulator/src/store/arrivals';
import { World, type Connected, type WorldOptions } from '../support/world';
import { workflowNode } from '../support/workflowNode';

/** A clock beats 65 seconds after its question, and a process that has just started delivers nothing for a while. */
export const patience = { milliseconds: 240_000 };

export const people = Array.from({ length: 6 }, (_, index) => `+1555123456${index}`) as [string, string, string, string, string, string];

/** A run of a workflow that asks. */
export interface Running {
	readonly workflowId: string;
	readonly executionId: string;
}

/** A run, and the question that a person got from it. */
export interface Asked extends Running {
	readonly message: ArrivedMessage;
}

/** A real n8n whose workflows ask people and wait. */
export class Stage {
	private constructor(readonly world: World) {}

	static async start(options?: WorldOptions): Promise<Stage> {
		return new Stage(await World.start(options));
	}

	async stop(): Promise<void> {
		await this.world.stop();
	}

	/** Runs a workflow by hand that asks the person. */
	async begin({ cloud }: Connected, person: string, parameters: object = {}): Promise<Running> {
		const { client } = this.world;
		const workflowId = await client.importWorkflow(question(cloud, person, parameters));
		const { executionId = '' } = await client.run(workflowId, 'Start');
		return { workflowId, executionId };
	}

	/** As {@link begin}, until the person has the question and the run waits. */
	async ask(connected: Connected, person: string, parameters: object = {}): Promise<Asked> {
		const running = await this.begin(connected, person, parameters);
		const message = await within('the question arrives', connected.spectrum.phone(person).next());
		await this.waits(running);
		return { ...running, message };
	}

	async waits({ executionId }: Running): Promise<void> {
		await until('the execution waits', async () => (await this.world.client.statusOf(executionId)) === 'waiting');
	}

	/**
	 * The run, when it has ended. Its clock belongs to the same workflow, and a run that goes on in another process than it
	 * began in looks like a forgotten one in between.
	 */
	async ended({ workflowId, executionId }: Running): Promise<Execution | undefined> {
		const { client } = this.world;
		await until(
			'the run has ended',
			async () => !['running', 'waiting', 'new', undefined].includes(await client.statusOf(executionId)),
			patience,
		);
		return (await client.executions(workflowId)).find(({ id }) => id === executionId);
	}

	/** The run, when n8n says that it has crashed. */
	async crashed({ workflowId, executionId }: Running): Promise<Execution | undefined> {
		const found = async () => (await this.world.client.executions(workflowId)).find(({ id }) => id === executionId);
		return await until('n8n says that the run has crashed', async () => {
			const execution = await found();
			return execution?.status === 'crashed' && execution;
		});
	}

	/** The data of every item of the run, which has to succeed. */
	async answers(running: Running): Promise<unknown[]> {
		return dataOf(await this.ended(running));
	}

	/** Resolves when neither a run nor a clock of the workflow is left. */
	async isQuiet({ workflowId }: Pick<Running, 'workflowId'>): Promise<void> {
		await until('the clocks have ended', async () => await this.world.client.isQuiet(workflowId), patience);
	}
}

/** Data of every item that the node gave. */
export function dataOf(execution: Execution | undefined): unknown[] {
	expect([execution?.status, execution?.error]).toEqual(['success', undefined]);
	const items: ReadonlyArray<Record<string, unknown>> = execution?.json('Ask') ?? [];
	return items.map(({ data }) => data);
}

/** The data of the two items of {@link question}. */
export function approved(is: boolean): unknown[] {
	const data: unknown = expect.objectContaining({ approved: is });
	return [data, data];
}

/** The node that asks. */
export function asking({ id, name }: Credential, person: string, parameters: object = {}): WorkflowNode {
	return {
		id: randomUUID(),
		name: 'Ask',
		type: 'n8n-nodes-spectrum-imessage.imessage',
		typeVersion: 1,
		position: [200, 0],
		parameters: {
			operation: 'sendAndWait',
			to: { __rl: true, mode: 'address', value: person },
			message: 'May I?',
			answeredBy: 'words',
			...parameters,
		},
		credentials: { spectrumCloudApi: { id, name } },
	};
}

/** A node of n8n's own. */
export const node = (name: string, type: string, typeVersion: number, parameters: object = {}): WorkflowNode =>
	workflowNode(name, `n8n-nodes-base.${type}`, typeVersion, { parameters: { ...parameters } });

/** The connections of a node: one name for each output, empty for one that leads nowhere. */
export const to = (...names: string[]) => ({
	main: names.map((name) => (name === '' ? [] : [{ node: name, type: 'main' as const, index: 0 }])),
});

/** A workflow that asks the person about two items. */
export function question(credential: Credential, person: string, parameters: object = {}): WorkflowFile {
	return {
		name: `Ask ${person}`,
		nodes: [node('Start', 'manualTrigger', 1), asking(credential, person, parameters)],
		connections: { Start: to('Ask') },
		pinData: { Start: [{ json: { order: 7 } }, { json: { order: 8 } }] },
	};
}
