import type { WorkflowFile } from '../../../scripts/n8n/types';
import { triggerName, triggerWorkflow } from '../support/triggerWorkflow';
import type { Connected } from '../support/world';
import { complete, connectionsOf, workflowOf, type Flow } from './flow';
import { lines, people, typed } from './people';
import { prepare } from './prepare';
import { arrivals, endsWithReason, expected, Words, type Place, type Playing, type Wiring } from './wiring';

/** How a wiring stands: how its runs ended, and whom its texts reached. */
export interface Outcome {
	readonly runs: readonly unknown[];
	readonly reached: readonly string[];
}

/** One Spectrum and the wirings that read its events: all are published, and everybody writes at once. */
export class Scene {
	private readonly workflows = new Map<Wiring, string>();

	/** Sub-workflows, each called once by every run. */
	private readonly called = new Map<Wiring, string[]>();

	private constructor(
		private readonly place: Place,
		readonly connected: Connected,
		/** Of each person. */
		private readonly messages: number,
	) {}

	/** Publishes the wirings. Both lines know everyone before anybody writes. */
	static async open(place: Place, wirings: readonly Wiring[], messages = 1): Promise<Scene> {
		const connected = await place.world.connect({ plan: 'dedicated', lines, rateLimit: Number.POSITIVE_INFINITY });
		place.model.foreign = prepare(connected.spectrum);
		const scene = new Scene(place, connected, messages);
		await inGroups(wirings, async (wiring) => await scene.publish(wiring));
		return scene;
	}

	/** Every person writes, to the line of theirs. */
	play(): void {
		for (let count = 0; count < this.messages; count++) {
			for (const { address, line } of people) this.connected.spectrum.receive({ from: address, line, text: typed });
		}
	}

	/** What became of a wiring, when the runs of all people have ended. */
	async outcome(wiring: Wiring): Promise<Outcome> {
		const { client } = this.place.world;
		await wiring.meanwhile?.(this.playing(wiring));
		for (const id of this.called.get(wiring) ?? []) await client.allEnded(id, people.length);
		const runs = await client.allEnded(this.workflowId(wiring), this.countOf(wiring));
		const ends = runs
			.map(({ status, error }) => (error === undefined || wiring.ends !== undefined ? status : `${status}: ${error}`))
			.sort();
		return { runs: ends, reached: arrivals(this.connected.spectrum, wiring.name) };
	}

	/** What should become of it. */
	expected(wiring: Wiring): Outcome {
		const { ends, refused } = wiring;
		const one: unknown = endsWithReason(wiring, this.place.version)
			? matching('error: .*', wiring.tells)
			: refused === undefined
				? 'success'
				: matching('error: .*', refused);
		const runs = ends === undefined ? Array.from({ length: this.countOf(wiring) }, () => one) : people.flatMap(() => ends).sort();
		const ofOneRun = expected(wiring, wordsOf(wiring));
		return {
			runs,
			reached: Array.from({ length: this.runsEach(wiring) }, () => ofOneRun)
				.flat()
				.sort(),
		};
	}

	/** What the wiring's own checks look at. */
	playing(wiring: Wiring): Playing {
		return { ...this.place, name: wiring.name, workflowId: this.workflowId(wiring), spectrum: this.connected.spectrum };
	}

	private runsEach({ gathers = false }: Wiring): number {
		return gathers ? 1 : this.messages;
	}

	/** Runs of all people, repeats included. */
	private countOf(wiring: Wiring): number {
		return people.length * this.runsEach(wiring) * (wiring.ends?.length ?? 1);
	}

	private workflowId(wiring: Wiring): string {
		const id = this.workflows.get(wiring);
		if (id === undefined) throw new Error(`${wiring.name} is not of this scene`);
		return id;
	}

	/** Ends every Trigger of it, so that nothing is told to the next scene. */
	async close(): Promise<void> {
		await inGroups([...this.workflows.values()], async (id) => await this.place.world.client.deactivate(id));
	}

	private async publish(wiring: Wiring): Promise<void> {
		const { place, connected } = this;
		const called: string[] = [];
		const publish = async (title: string, flow: Flow) => {
			const id = await this.activated(workflowOf(title, flow, connected.cloud));
			called.push(id);
			return id;
		};
		this.called.set(wiring, called);
		const flow = await wiring.make({ ...place, words: wordsOf(wiring), publish });
		const name = wiring.triggerName ?? triggerName;
		const { nodes } = triggerWorkflow(connected.cloud, { receiveBy: 'stream', events: ['message.received'], ...wiring.trigger });
		const trigger = nodes.filter((node) => node.name === triggerName).map((node) => ({ ...node, name }));
		const behind = flow.nodes.map((node, index) => complete(node, connected.cloud, index + 1));
		const workflow = { name: wiring.name, nodes: [...trigger, ...behind], connections: connectionsOf(flow.links, name) };
		this.workflows.set(wiring, await this.activated(workflow));
	}

	private async activated(workflow: WorkflowFile): Promise<string> {
		const { client } = this.place.world;
		const id = await client.importWorkflow(workflow);
		await client.activate(id);
		return id;
	}
}

/** An end such as `error: <why>`, where the words before it come first. */
const matching = (start: string, reason = /(?:)/): unknown =>
	expect.stringMatching(new RegExp(`^(${start})(${reason.source})`, `s${reason.flags}`));

export const wordsOf = (wiring: Wiring) => new Words(wiring.name, wiring.triggerName ?? triggerName);

/** n8n looks after as many activations at once; with eighty, each of them waits for all others. */
const groupSize = 8;

async function inGroups<T>(things: readonly T[], task: (thing: T) => Promise<void>): Promise<void> {
	for (let first = 0; first < things.length; first += groupSize) {
		await Promise.all(things.slice(first, first + groupSize).map(task));
	}
}
