import type { World } from '../support/world';
import { actingTools } from './agents/acting';
import { sending } from './agents/sending';
import { StandIn } from './agents/standIn';
import { describeInterrupted } from './interrupted';
import { LocalServer } from './localServer';
import { Scene } from './scene';
import { lists } from './tables/lists';
import { failures, unreachable } from './tables/failing';
import { naming } from './tables/naming';
import { ordinary } from './tables/ordinary';
import { ownNodes } from './tables/ownNodes';
import { receiving } from './tables/receiving';
import { repeating } from './tables/repeating';
import { subWorkflows } from './tables/subWorkflows';
import { waiting } from './tables/waiting';
import { arrivals, type Place, type Wiring } from './wiring';
import { describeWithoutEvent } from './withoutEvent';

const tables: ReadonlyArray<readonly [string, readonly Wiring[]]> = [
	['ordinary nodes', ordinary],
	['lists', lists],
	['what an item names', naming],
	['our own nodes', ownNodes],
	['what fails', failures],
	['what waits', waiting],
	['sub-workflows', subWorkflows],
	['ways to receive', receiving],
	['repeated runs', repeating],
	['agents that send', sending],
	['agents that act', actingTools],
];

/** Every wiring in one n8n: a scene for each table, whose wirings run at the same time. */
export function describeWirings(version: string, start: () => Promise<World>): void {
	describe(version, () => {
		let world: World;
		let server: LocalServer;
		let model: StandIn;

		beforeAll(async () => {
			server = await LocalServer.start();
			model = await StandIn.start();
			world = await start();
			await model.introduce(world.client);
		}, 1_200_000);

		afterAll(async () => {
			await world?.stop();
			await server?.stop();
			await model?.stop();
		});

		const place = (): Place => ({ world, server, model });

		describe.each(tables)('%s', (_name, wirings) => {
			let scene: Scene;

			beforeAll(async () => {
				scene = await Scene.open(place(), wirings);
				scene.connected.spectrum.phone(unreachable).imessage = false;
				scene.play();
			}, 600_000);

			afterAll(async () => await scene?.close());

			test.each(wirings)('$name', async (wiring) => {
				expect(await scene.outcome(wiring)).toEqual(scene.expected(wiring));
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
