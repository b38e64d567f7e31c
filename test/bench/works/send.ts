/**
 * Items through *Send Text*, one call each: a bare loop, the vendor's client, the smallest possible node, and this pack.
 * The last two in n8n's engine.
 */
import { builtPool, types } from '../built';
import { BareClient } from '../floor/bareClient';
import { closeFloor } from '../floor/FloorSend';
import { costOf, figure, interleaved, quotients, type Cost, type Figure } from '../figures';
import { BenchHost, floorParameters, floorTypes, sendParameters } from '../host';
import { sentText, spaceOf } from '../server/conversation';
import { BenchServer } from '../server/start';
import { vendorClient } from '../vendor';
import type { WorkSettings } from '../work';

export async function work({ isShort }: WorkSettings): Promise<Figure[]> {
	const server = await BenchServer.start();
	const host = await BenchHost.start(server);
	const bare = new BareClient(server.address);
	const vendor = await vendorClient(server.address);
	const ofPack = async (count: number) => await host.run(types.send, sendParameters, count);
	const ofFloor = async (count: number) => await host.run(floorTypes.send, floorParameters, count);
	const ofBare = async (count: number) => await costOf(() => forEach(count, (space) => bare.sendText(space, sentText)));
	const ofVendor = async (count: number) => await costOf(() => forEach(count, (space) => vendor.messages.sendText(space, sentText)));
	try {
		// Everything is loaded and compiled before anything is measured.
		for (const way of [ofBare, ofVendor, ofFloor, ofPack]) await way(isShort ? 200 : 2_000);
		const small = isShort ? 200 : 1_000;
		const many = await interleaved(isShort ? 3 : 7, {
			bare: async () => await ofBare(small),
			vendor: async () => await ofVendor(small),
			floor: async () => await ofFloor(small),
			pack: async () => await ofPack(small),
		});
		const figures = [
			...Object.entries(many).flatMap(([way, costs]) => perItem(`send.${way}`, costs, small)),
			ofRate('send.1000.ofFloor', many.floor, many.pack),
			ofCpu('send.1000.ofFloorCpu', many.floor, many.pack),
		];
		if (isShort) return figures;
		const large = await interleaved(3, { floor: async () => await ofFloor(10_000), pack: async () => await ofPack(10_000) });
		const [largest] = [await ofPack(40_000)];
		const cpuOfLarge = figure(
			'',
			'',
			large.pack.map(({ cpu }) => cpu / 10_000),
		).median;
		return [
			...figures,
			ofRate('send.10000.ofFloor', large.floor, large.pack),
			ofCpu('send.10000.ofFloorCpu', large.floor, large.pack),
			figure('send.40000.perItem', '×', [largest.cpu / 40_000 / cpuOfLarge]),
		];
	} finally {
		await vendor.close();
		bare.close();
		closeFloor();
		await host.stop();
		builtPool().close();
		await server.stop();
	}
}

async function forEach(count: number, send: (space: string) => Promise<unknown>): Promise<void> {
	for (let index = 0; index < count; index++) await send(spaceOf(index));
}

function perItem(id: string, costs: readonly Cost[], items: number): Figure[] {
	return [
		figure(
			`${id}.rate`,
			'items/s',
			costs.map(({ wall }) => (items * 1_000) / wall),
		),
		figure(
			`${id}.cpu`,
			'µs/item',
			costs.map(({ cpu }) => (cpu * 1_000) / items),
		),
	];
}

function ofRate(id: string, floor: readonly Cost[], pack: readonly Cost[]): Figure {
	return figure(
		id,
		'×',
		quotients(
			floor.map(({ wall }) => wall),
			pack.map(({ wall }) => wall),
		),
	);
}

/** The floor's CPU as a share of the pack's: what the rate would be on a machine that does nothing else. */
function ofCpu(id: string, floor: readonly Cost[], pack: readonly Cost[]): Figure {
	return figure(
		id,
		'×',
		quotients(
			floor.map(({ cpu }) => cpu),
			pack.map(({ cpu }) => cpu),
		),
	);
}
