import type { N8nVersion } from '../../../scripts/n8n/programs';
import { World } from '../support/world';
import { actingTools } from './agents/acting';
import { reaching } from './agents/reaching';
import { checkTold } from './agents/refusal';
import { sending } from './agents/sending';
import { StandIn } from './agents/standIn';
import { describeInterrupted } from './interrupted';
import { LocalServer } from './localServer';
import { Scene } from './scene';
import { around } from './tables/around';
import { lists } from './tables/lists';
import { failures, unreachable } from './tables/failing';
import { messages } from './tables/messages';
import { naming } from './tables/naming';
import { ordinary } from './tables/ordinary';
import { ownNodes } from './tables/ownNodes';
import { receiving } from './tables/receiving';
import { repeating } from './tables/repeating';
import { subWorkflows } from './tables/subWorkflows';
import { waiting } from './tables/waiting';
import { arrivals, type Place, type Wiring } from './wiring';
import { describeWithoutEvent } from './withoutEvent';

interface Table {
	readonly title: string;
	/** They play together. */
	readonly wirings: readonly Wiring[];
	/** That each person writes; default 1. */
	readonly messages?: number;
}

const tables: readonly Table[] = [
	{ title: 'ordinary nodes', wirings: ordinary },
	{ title: 'lists', wirings: lists },
	{ title: 'what an item names', wirings: naming },
	{ title: 'around the rule', wirings: around },
	{ title: 'our own nodes', wirings: ownNodes },
	{ title: 'which message', wirings: messages },
	{ title: 'what fails', wirings: failures },
	{ title: 'what waits', wirings: waiting },
	{ title: 'sub-workflows', wirings: subWorkflows },
	{ title: 'ways to receive', wirings: receiving, messages: 3 },
	{ title: 'repeated runs', wirings: repeating },
	{ title: 'agents that send', wirings: sending },
	{ title: 'agents that act', wirings: actingTools },
	{ title: 'further reach of agents', wirings: reaching },
];

/** Wirings of one scene. With some 250 runs of agents at once, an n8n on a busy machine began some of them and never went on. */
const mostTogether = 30;

/** The tables, the long ones in several parts. */
function scenes(): Table[] {
	return tables.flatMap(({ title, wirings, ...rest }) => {
		const parts = Math.ceil(wirings.length / mostTogether);
		return Array.from({ length: parts }, (_, part) => ({
			...rest,
			title: parts === 1 ? title : `${title}, part ${part + 1} of ${parts}`,
			wirings: wirings.slice(part * mostTogether, (part + 1) * mostTogether),
		}));
	});
}

/** Every wiring in one n8n: scenes of wirings that run at the same time. */
export function describeWirings(version: N8nVersion): void {
	describe(`n8n ${version}`, () => {
		let world: World;
		let server: LocalServer;
		let model: StandIn;

		beforeAll(async () => {
			server = await LocalServer.start();
			model = await StandIn.start();
			world = await World.start({ version });
			await model.introduce(world.client);
		}, 1_200_000);

		afterAll(async () => {
			await world?.stop();
			await server?.stop();
			await model?.stop();
		});

		const place = (): Place => ({ world, server, model, version });

		describe.each(scenes())('$title', ({ wirings, messages }) => {
			let scene: Scene;

			beforeAll(async () => {
				scene = await Scene.open(place(), wirings, messages);
				scene.connected.spectrum.phone(unreachable).imessage = false;
				scene.play();
			}, 600_000);

			afterAll(async () => await scene?.close());

			test.each(wirings)('$name', async (wiring) => {
				expect(await scene.outcome(wiring)).toEqual(scene.expected(wiring));
				checkTold(wiring, scene.playing(wiring));
				await wiring.also?.(scene.playing(wiring));
			});

			test('no text is without its wiring', () => {
				const known = wirings.flatMap(({ name }) => arrivals(scene.connected.spectrum, name)).sort();
				expect(arrivals(scene.connected.spectrum)).toEqual(known);
			});
		});

		describe('what goes wrong on the way', () => describeInterrupted(place));
		describe('no event', () => describeWithoutEvent(place));
	});
}
