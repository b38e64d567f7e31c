import type { Gateway } from '../../../../nodes/shared/spectrum/gateway/Gateway';
import type { OpenSpace } from '../../../../nodes/shared/spectrum/gateway/openSpace';
import { alice, bob, collected, freshKey, GatewayBench, to } from './gatewaySupport';

const start = Date.parse('2026-01-01T00:00:00.000Z');
const minute = 60_000;
let bench: GatewayBench;
let gateway: Gateway;
let space: OpenSpace;

/** 250 messages of Alice, one a minute, and one of Bob. */
beforeEach(async () => {
	bench = await GatewayBench.start();
	gateway = bench.gateway();
	for (let number = 0; number < 250; number++) {
		bench.spectrum.receive({ from: alice, text: `Message ${number}`, at: start + number * minute });
	}
	bench.spectrum.receive({ from: bob, text: 'From Bob', at: start + 250 * minute });
	space = await gateway.spaces.locate(to(alice), {});
});

afterEach(async () => {
	await bench.stop();
});

const pages = () => bench.calls('ListChatMessages').map(({ request }) => request);

test('everything comes newest first, a hundred at a time', async () => {
	const messages = await collected(gateway.messages.listInSpace(space));
	expect(messages.map(({ text }) => text)).toEqual(Array.from({ length: 250 }, (_, index) => `Message ${249 - index}`));
	expect(pages().map(({ page_size }) => page_size)).toEqual([100, 100, 100]);
	expect(pages()[0]).not.toHaveProperty('page_token');
	expect(Object.keys(pages()[0] ?? {}).sort()).toEqual(['chat_guid', 'page_size']);
});

test('no page is fetched before the reader comes to it, and none after it has stopped', async () => {
	const list = gateway.messages.listInSpace(space, { pageSize: 10 })[Symbol.asyncIterator]();
	expect(pages()).toHaveLength(0);
	for (let number = 0; number < 10; number++) await list.next();
	expect(pages()).toHaveLength(1);
	await list.next();
	expect(pages()).toHaveLength(2);
	await list.return?.();
	for await (const message of gateway.messages.listInSpace(space, { pageSize: 5 })) {
		if (message.text === 'Message 243') break;
	}
	expect(pages()).toHaveLength(4);
});

test.each([
	[{ limit: 3 }, 3, [3]],
	[{ limit: 100 }, 100, [100]],
	[{ limit: 120 }, 120, [100, 100]],
	[{ limit: 20, pageSize: 8 }, 20, [8, 8, 8]],
	[{ limit: 2, pageSize: 500 }, 2, [2]],
	[{ limit: 16, pageSize: 8 }, 16, [8, 8]],
	[{ pageSize: 500, limit: 150 }, 150, [100, 100]],
	[{ limit: 0 }, 0, []],
])('%j gives %i messages in pages of %j', async (filter, count, sizes) => {
	expect(await collected(gateway.messages.listInSpace(space, filter))).toHaveLength(count);
	expect(pages().map(({ page_size }) => page_size)).toEqual(sizes);
});

test('filters narrow the list; a filter that is false is one', async () => {
	await gateway.messages.sendText(space, { text: 'Mine' }, freshKey());
	const texts = async (filter: Parameters<typeof gateway.messages.listInSpace>[1]) =>
		(await collected(gateway.messages.listInSpace(space, filter))).map(({ text }) => text);
	expect(await texts({ isFromMe: true })).toEqual(['Mine']);
	expect(await texts({ isFromMe: false, limit: 1 })).toEqual(['Message 249']);
	const window = { after: new Date(start + 10 * minute), before: new Date(start + 12 * minute) };
	expect(await texts(window)).toEqual(['Message 11', 'Message 10']);
	expect(await texts({ isRead: true, isFromMe: false })).toEqual([]);
	await gateway.spaces.markRead(space, freshKey());
	expect(await texts({ isRead: false, isFromMe: false })).toEqual([]);
});

test('recent messages of all spaces', async () => {
	const [newest, next] = await collected(gateway.messages.listRecent(space.line.id, { limit: 2 }));
	expect(newest).toMatchObject({ text: 'From Bob', spaceIds: [`any;-;${bob}`], sender: { address: bob } });
	expect(next).toMatchObject({ text: 'Message 249', createdAt: new Date(start + 249 * minute).toISOString() });
	expect(bench.calls('ListRecentMessages')).toHaveLength(1);
});

test('a failure in the middle reaches the reader', async () => {
	bench.spectrum.faults.add('ListChatMessages', { type: 'error', code: 'internalError' }, { after: 1 });
	const seen: unknown[] = [];
	const read = async () => {
		for await (const message of gateway.messages.listInSpace(space)) seen.push(message);
	};
	await expect(read()).rejects.toMatchObject({ kind: 'internal' });
	expect(seen).toHaveLength(100);
});
