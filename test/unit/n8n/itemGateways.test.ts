import type { IExecuteFunctions } from 'n8n-workflow';
import { ItemGateways } from '../../../nodes/shared/n8n/loop/itemGateways';
import { selfHostedCredential } from '../../../nodes/shared/n8n/credentials/credentials';

/** A context whose credential has another API key for some items, as an expression in the field gives it. */
function contextOf(keyOf: (itemIndex: number) => string) {
	const parameters = { authentication: selfHostedCredential };
	return {
		getNode: () => ({ parameters }),
		getNodeParameter: () => selfHostedCredential,
		getCredentials: async (_type: string, itemIndex: number) => ({ address: 'imessage.example.com:443', apiKey: keyOf(itemIndex) }),
		getExecutionCancelSignal: () => undefined,
		helpers: {},
		logger: { warn: () => undefined },
	} as unknown as IExecuteFunctions;
}

test('items with the same credential share a connection and a gateway', async () => {
	const gateways = new ItemGateways(contextOf(() => 'key'));
	const [first, second] = [await gateways.of(0), await gateways.of(1)];
	expect(second.connection).toBe(first.connection);
	expect(second.gateway()).toBe(first.gateway());
});

test('an item whose credential differs gets its own, and so does the item after it', async () => {
	const gateways = new ItemGateways(contextOf((itemIndex) => (itemIndex === 1 ? 'other' : 'key')));
	const accesses = [await gateways.of(0), await gateways.of(1), await gateways.of(2)];
	const tokens = accesses.map(({ connection }) => connection.kind === 'selfHosted' && connection.lines[0]?.token);
	expect(tokens).toEqual(['key', 'other', 'key']);
	expect(new Set(accesses.map((access) => access.gateway())).size).toBe(3);
});

test('a credential that is wrong for one item is refused for that item only', async () => {
	const gateways = new ItemGateways(contextOf((itemIndex) => (itemIndex === 1 ? '' : 'key')));
	await gateways.of(0);
	await expect(gateways.of(1)).rejects.toMatchObject({ kind: 'invalid' });
	expect((await gateways.of(2)).connection).toMatchObject({ kind: 'selfHosted' });
});
