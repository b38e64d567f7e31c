/**
 * A delivery by webhook, from its bytes to its event, compared with what nobody can do without: node:crypto's HMAC over
 * the same bytes, and JSON.parse.
 */
import { createHmac } from 'node:crypto';
import { builtWebhook } from '../built';
import { costOf, figure, interleaved, quotients, type Cost, type Figure } from '../figures';
import type { WorkSettings } from '../work';

const secret = '0123456789abcdef'.repeat(4);
const now = Date.UTC(2026, 10, 29);
const timestamp = String(now / 1_000);
const sizes = { '1 kB': 1_000, '64 kB': 64_000, '1 MB': 1_000_000 };
const largestBody = 16 * 1024 * 1024;

interface SignedBody {
	readonly body: Buffer;
	readonly signature: string;
}

/** A text message, as Spectrum delivers it. */
function deliveryOf(bytes: number): SignedBody {
	const words = 'Where is my order, please? I have waited for it since Friday. ';
	const text = words.repeat(Math.ceil(bytes / words.length)).slice(0, Math.max(20, bytes - 450));
	const space = { id: 'any;-;+15551234567', type: 'dm', phone: '+15559876543', platform: 'iMessage' };
	const message = {
		id: '11111111-2222-4333-8444-555555555555',
		platform: 'iMessage',
		direction: 'inbound',
		timestamp: '2026-11-28T23:59:59.000Z',
		sender: { id: '+15551234567', address: '+15551234567', country: 'us', service: 'iMessage' },
		space,
		content: { type: 'text', text },
	};
	const body = Buffer.from(JSON.stringify({ event: 'messages', space, message }));
	return { body, signature: hmacOf(body) };
}

function hmacOf(body: Buffer): string {
	return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
}

export async function work({ isShort }: WorkSettings): Promise<Figure[]> {
	const pack = builtWebhook();
	const held = { v0: [secret], standard: [], either: [] };
	const verified = ({ body, signature }: SignedBody) =>
		pack.verifyDelivery({ body, v0: { timestamp, signature }, standard: {} }, held, now).verdict;
	const eventOf = (signed: SignedBody) => {
		const reading = verified(signed) === 'accepted' ? pack.readDelivery(signed.body) : undefined;
		const [event] = reading?.verdict === 'delivery' ? pack.toEvents(reading.delivery) : [];
		if (event === undefined) throw new Error('The delivery was not accepted');
		return event;
	};
	const filter = { textContains: [pack.foldText('refund'), pack.foldText('PLEASE')], onlyMentions: false, includeOwn: false };
	const judged = (signed: SignedBody) => {
		if (!pack.matches(eventOf(signed), filter)) throw new Error('The filter refused the delivery');
	};
	const floor = ({ body, signature }: SignedBody) => {
		if (hmacOf(body) !== signature) throw new Error('The signature is wrong');
		JSON.parse(body.toString('utf8'));
	};

	const figures: Figure[] = [];
	for (const [name, bytes] of Object.entries(sizes)) {
		const signed = deliveryOf(bytes);
		// Rounds of about this many milliseconds, whatever the size.
		const repeats = Math.ceil((isShort ? 30 : 100) / (0.02 + bytes * 4e-6));
		const times = (handle: (body: SignedBody) => unknown) => async (): Promise<Cost> =>
			await costOf(() => {
				for (let index = 0; index < repeats; index++) handle(signed);
			});
		await interleaved(2, { floor: times(floor), event: times(eventOf), judged: times(judged) });
		const costs = await interleaved(isShort ? 5 : 9, { floor: times(floor), event: times(eventOf), judged: times(judged) });
		const cpu = (list: readonly Cost[]): number[] => list.map((cost) => cost.cpu);
		figures.push(
			figure(
				`webhook.${name}.cpu`,
				'µs',
				costs.event.map((cost) => (cost.cpu * 1_000) / repeats),
			),
			figure(`webhook.${name}.ofFloor`, '×', quotients(cpu(costs.event), cpu(costs.floor))),
			figure(`webhook.${name}.filteredOfFloor`, '×', quotients(cpu(costs.judged), cpu(costs.floor))),
		);
	}
	const forged = { body: deliveryOf(largestBody).body, signature: `v0=${'0'.repeat(64)}` };
	const refusals: number[] = [];
	for (let round = 0; round < (isShort ? 5 : 15); round++) {
		const cost = await costOf(() => {
			if (verified(forged) !== 'badSignature') throw new Error('A forged delivery was accepted');
		});
		// The least of both: on a busy machine the clock also counts the others, and the first rounds compile.
		refusals.push(Math.min(cost.wall, cost.cpu));
	}
	return [...figures, figure('webhook.forged', 'ms', refusals)];
}
