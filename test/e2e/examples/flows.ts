import type { InboundMessage, Simulator } from '../../../simulator/src';
import type { Credential, Execution, WorkflowFile } from '../../../scripts/n8n/types';
import { accepted, answerOf } from '../../support/deliveryCases';
import type { Connected, World } from '../support/world';
import { ownExample, runningNodes } from './read';

/** An example that is played over several runs, such as a question and the answer to it. */
export interface FlowCase {
	/** Default `shared`. */
	readonly plan?: 'shared' | 'dedicated';
	/** Does what people do, and looks at what comes of it. */
	readonly play: (stage: Stage) => Promise<void>;
}

/** One example in n8n, and the people who write to it. */
export class Stage {
	private workflowId = '';
	private others: readonly Credential[] = [];
	private ended: readonly Execution[] = [];

	constructor(
		readonly world: World,
		private readonly connected: Connected,
		private readonly name: string,
		private readonly filesUrl: string,
	) {}

	get spectrum(): Simulator {
		return this.connected.spectrum;
	}

	/** Imports the example, with more credentials where it needs them. */
	async load(...others: readonly Credential[]): Promise<void> {
		this.others = others;
		this.workflowId = await this.world.client.importWorkflow(this.own());
	}

	private own(): WorkflowFile {
		return ownExample(this.name, [this.connected.cloud, ...this.others], this.filesUrl);
	}

	async publish(): Promise<void> {
		await this.world.client.activate(this.workflowId);
	}

	/** n8n ends, and starts again with the same data: what only its process knew is gone. */
	async restart(): Promise<void> {
		await this.world.n8n.stop();
		await this.world.startAgain();
	}

	/** Somebody writes. Webhooks that listen have to accept it. */
	async receive(inbound: InboundMessage): Promise<string> {
		const { messageId, delivered } = this.spectrum.receive(inbound);
		for (const result of await delivered) expect(answerOf(result)).toEqual(accepted);
		return messageId;
	}

	/** Runs it by hand, to the end. */
	async run(trigger: string): Promise<Execution> {
		expect(await this.world.client.run(this.workflowId, trigger)).toHaveProperty('executionId');
		return await this.next();
	}

	/** The run that ended after those before. */
	async next(): Promise<Execution> {
		const ended = await this.world.client.ended(this.workflowId, this.ended.length + 1);
		expect(ended).toHaveLength(this.ended.length + 1);
		const fresh = ended.find(({ id }) => !this.ended.some((known) => known.id === id));
		this.ended = ended;
		if (fresh === undefined) throw new Error('There was no further run');
		return fresh;
	}

	/** The same, which has to succeed. */
	async success(run: Promise<Execution> = this.next()): Promise<Execution> {
		const execution = await run;
		expect([execution.status, execution.error]).toEqual(['success', undefined]);
		return execution;
	}

	/** Takes it out of service; nothing of it may be left at Spectrum. */
	async close(): Promise<void> {
		await this.world.client.deactivate(this.workflowId);
		expect(this.spectrum.webhooks).toEqual([]);
	}

	/** Names of the nodes that no run came to. */
	get idle(): string[] {
		const ran = new Set(this.ended.flatMap(({ nodes }) => nodes));
		return runningNodes(ownExample(this.name, [], this.filesUrl)).filter((name) => !ran.has(name));
	}
}

/** Plays a flow; all of it has to have run in the end. */
export async function playFlow(world: World, name: string, { plan, play }: FlowCase, filesUrl: string): Promise<void> {
	const connected = await world.connect({ plan });
	const stage = new Stage(world, connected, name, filesUrl);
	await play(stage);
	expect(stage.idle).toEqual([]);
	await stage.close();
	await world.disconnect(connected);
}
