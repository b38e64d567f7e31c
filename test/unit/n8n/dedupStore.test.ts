import type { IExecuteFunctions } from 'n8n-workflow';
import { dedupStore } from '../../../nodes/ImessageCampaign/dedupStore';

/** n8n's store, in which each call reads the row, changes it, and writes it whole. It may fail, or be killed, before a call. */
class Row {
	entries: string[] = [];
	calls = 0;
	failing = 0;
	killedAt = Number.POSITIVE_INFINITY;

	store(id = 'node') {
		const helpers = {
			checkProcessedAndRecord: async (items: string[]) => {
				const before = await this.read();
				const processed = items.filter((item) => before.includes(item));
				this.entries = [...before, ...items.filter((item) => !processed.includes(item))];
				return { new: [], processed };
			},
			removeProcessed: async (items: string[]) => {
				const before = await this.read();
				this.entries = before.filter((entry) => !items.includes(entry));
			},
		} as unknown as IExecuteFunctions['helpers'];
		return dedupStore({ helpers, getWorkflow: () => ({ id: 'workflow' }), getNode: () => ({ id }) });
	}

	private async read(): Promise<string[]> {
		this.calls += 1;
		if (this.calls >= this.killedAt) await new Promise<never>(() => undefined);
		if (this.failing > 0) {
			this.failing -= 1;
			throw new Error('UNIQUE constraint failed');
		}
		const found = [...this.entries];
		await new Promise<void>((resolve) => setImmediate(resolve));
		return found;
	}
}

test('a message is begun until it is finished, and may be forgotten', async () => {
	const store = new Row().store();
	expect([await store.begin('a'), await store.begin('a')]).toEqual(['first', 'begun']);
	await store.finish('a');
	expect([await store.begin('a'), await store.begin('a')]).toEqual(['done', 'done']);
	expect(await store.begin('b')).toBe('first');
	await store.forget('b');
	expect(await store.begin('b')).toBe('first');
});

test('executions that use it at the same time lose no entry of each other', async () => {
	const row = new Row();
	const people = Array.from({ length: 20 }, (_, index) => `person ${index}`);
	await Promise.all(
		people.map(async (id) => {
			const store = row.store();
			await store.begin(id);
			await store.finish(id);
		}),
	);
	const store = row.store();
	for (const id of people) expect([id, await store.begin(id)]).toEqual([id, 'done']);
});

test('two processes that make the row at once both go on', async () => {
	const row = new Row();
	row.failing = 1;
	expect(await row.store().begin('a')).toBe('first');
	row.failing = 2;
	await expect(row.store().begin('b')).rejects.toThrow('UNIQUE');
});

test.each([1, 2, 3, 4, 5])('killed before call %i, it never says of a message that was not sent that it was', async (killedAt) => {
	const row = new Row();
	const dying = row.store(`node ${killedAt}`);
	row.killedAt = killedAt;
	let isSent = false;
	void (async () => {
		await dying.begin('a');
		await dying.begin('a');
		await dying.begin('a');
		isSent = true;
		await dying.finish('a');
		await dying.begin('a');
	})();
	for (let round = 0; round < 50; round++) await new Promise<void>((resolve) => setImmediate(resolve));
	row.killedAt = Number.POSITIVE_INFINITY;
	// Another process has turns of its own.
	const found = await row.store(`restarted ${killedAt}`).begin('a');
	expect(['first', 'begun', ...(isSent ? ['done'] : [])]).toContain(found);
	if (isSent) expect(found).not.toBe('first');
});
