/**
 * Texts over HTTP next to the same texts over gRPC: through the pool of the pack, without n8n's engine, which costs the same
 * for both. The HTTP client is n8n's own. It opens a connection for each request.
 */
import { builtHttpPort, builtPool, builtSends } from '../built';
import { costOf, figure, interleaved, quotients, type Cost, type Figure } from '../figures';
import { selfHostedToken, sentText, spaceOf } from '../server/conversation';
import { BenchServer } from '../server/start';
import { n8nHelpers } from '../../support/n8nHttp';
import type { WorkSettings } from '../work';

export async function work({ isShort }: WorkSettings): Promise<Figure[]> {
	const server = await BenchServer.start();
	const pool = builtPool();
	const { sendTextMessage } = builtSends();
	const context = { http: builtHttpPort()(n8nHelpers) };
	const line = { token: selfHostedToken, phone: 'shared' };
	const links = {
		grpc: pool.link({ kind: 'selfHosted', tls: false, lines: [{ ...line, address: server.address }] }),
		http: pool.link({ kind: 'selfHosted', tls: false, protocol: 'http', lines: [{ ...line, address: await server.httpUrl() }] }),
	};
	let sent = 0;
	const send = async (way: keyof typeof links, count: number): Promise<Cost> => {
		const link = links[way];
		const [first] = (await link.inventory(context)).lines;
		return await costOf(async () => {
			for (let index = 0; index < count; index++) {
				const clientMessageId = `write ${(sent += 1)}`;
				const request = { spaceId: spaceOf(index), text: sentText, clientMessageId };
				await link.unary(first?.id ?? '', sendTextMessage, request, { context, idempotencyKey: clientMessageId });
			}
		});
	};
	try {
		for (const way of ['grpc', 'http'] as const) await send(way, isShort ? 100 : 1_000);
		const count = isShort ? 100 : 1_000;
		const costs = await interleaved(isShort ? 3 : 7, {
			grpc: async () => await send('grpc', count),
			http: async () => await send('http', count),
		});
		return [
			...Object.entries(costs).flatMap(([way, each]) => perText(way, each, count)),
			figure('http.rateOfGrpc', '×', quotients(wall(costs.grpc), wall(costs.http))),
			figure('http.cpuOfGrpc', '×', quotients(cpu(costs.http), cpu(costs.grpc))),
		];
	} finally {
		pool.close();
		await server.stop();
	}
}

function perText(way: string, costs: readonly Cost[], texts: number): Figure[] {
	return [
		figure(
			`http.${way}.rate`,
			'texts/s',
			wall(costs).map((milliseconds) => (texts * 1_000) / milliseconds),
		),
		figure(
			`http.${way}.cpu`,
			'µs/text',
			cpu(costs).map((milliseconds) => (milliseconds * 1_000) / texts),
		),
	];
}

const wall = (costs: readonly Cost[]): number[] => costs.map((cost) => cost.wall);
const cpu = (costs: readonly Cost[]): number[] => costs.map((cost) => cost.cpu);
