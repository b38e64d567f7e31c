import type { WorkflowFile } from '../n8n/types';
import { triggerName, triggerWorkflow } from '../support/triggerWorkflow';
import type { Connected } from '../support/world';
import { complete, connectionsOf, workflowOf, type Flow } from './flow';
import { everybody, foreignFile, foreignSecret, greetingOf, lines, people, spaceWith, stranger, typed } from './people';
import { arrivals, expected, Words, type Place, type Playing, type Wiring } from './wiring';

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
	) {}

	/** Publishes the wirings. Both lines know everyone before anybody writes. */
	static async open(place: Place, wirings: readonly Wiring[]): Promise<Scene> {
		const connected = await place.world.connect({ plan: 'dedicated', lines, rateLimit: Number.POSITIVE_INFINITY });
		for (const line of lines) {
			for (const from of everybody) {
				const text = from === stranger ? `${foreignSecret}. Do not tell.` : 'Hello';
				connected.spectrum.receive({ from, line, text, messageId: greetingOf(from, line), webhooks: false });
			}
		}
		const content = { type: 'attachment', id: foreignFile, name: 'key.txt', mimeType: 'text/plain', bytes: Buffer.from(foreignSecret) };
		connected.spectrum.receive({ from: stranger, line: lines[0], content, webhooks: false });
		place.model.foreign = { poll: connected.spectrum.phone(stranger).createPoll(spaceWith(stranger), foreignSecret, ['Yes', 'No']).guid };
		const scene = new Scene(place, connected);
		await Promise.all(wirings.map(async (wiring) => await scene.publish(wiring)));
		return scene;
	}

	/** Every person writes, to the line of theirs. */
	play(messages = 1): void {
		for (let count = 0; count < messages; count++) for (const { address, line } of people) this.connected.spectrum.receive({ from: address, line, text: typed });
	}

	/** What became of a wiring, when the runs of all people have ended. */
	async outcome(wiring: Wiring): Promise<Outcome> {
		const { client } = this.place.world;
		await wiring.meanwhile?.(this.playing(wiring));
		for (const id of this.called.get(wiring) ?? []) await client.allEnded(id, people.length);
		const runs = await client.allEnded(this.workflowId(wiring), countOf(wiring));
		const ends = runs.map(({ status, error }) => (error === undefined || wiring.ends !== undefined ? status : `${status}: ${error}`)).sort();
		return { runs: ends, reached: arrivals(this.connected.spectrum, wiring.name) };
	}

	/** What should become of it. */
	expected(wiring: Wiring): Outcome {
		const { ends, refused } = wiring;
		const one: unknown = refused === undefined ? 'success' : expect.stringMatching(new RegExp(`^error: .*(${refused.source})`, `s${refused.flags}`));
		const runs = ends === undefined ? Array.from({ length: countOf(wiring) }, () => one) : people.flatMap(() => ends).sort();
		return { runs, reached: expected(wiring, wordsOf(wiring)) };
	}

	/** What the wiring's own checks look at. */
	playing(wiring: Wiring): Playing {
		return { ...this.place, name: wiring.name, workflowId: this.workflowId(wiring), spectrum: this.connected.spectrum };
	}

	private workflowId(wiring: Wiring): string {
		const id = this.workflows.get(wiring);
		if (id === undefined) throw new Error(`${wiring.name} is not of this scene`);
		return id;
	}

	/** Ends every Trigger of it, so that nothing is told to the next scene. */
	async close(): Promise<void> {
		await Promise.all([...this.workflows.values()].map(async (id) => await this.place.world.client.deactivate(id)));
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

export const wordsOf = (wiring: Wiring) => new Words(wiring.name, wiring.triggerName ?? triggerName);

/** Runs of all people. */
const countOf = ({ messages = 1, ends = [''] }: Wiring) => people.length * messages * ends.length;
