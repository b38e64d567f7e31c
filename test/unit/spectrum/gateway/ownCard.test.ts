import { OwnCards, ownCardLimits } from '../../../../nodes/shared/spectrum/gateway/recipes/ownCard';
import { Gateway } from '../../../../nodes/shared/spectrum/gateway/Gateway';
import type { CloudConnection, Connection } from '../../../../nodes/shared/spectrum/model/connection';
import { toCloudConnection } from '../../../../nodes/shared/n8n/credentials/credentials';
import { FakeClock } from '../../../support/fakeClock';
import { nodeHttp } from '../../../support/httpPort';
import { alice, bob, freshKey, GatewayBench, to } from './gatewaySupport';

let bench: GatewayBench;
let clock: FakeClock;
let cards: OwnCards;
let connection: CloudConnection;

beforeEach(async () => {
	bench = await GatewayBench.start();
	clock = new FakeClock();
	cards = new OwnCards(clock);
	connection = toCloudConnection(bench.spectrum.cloudCredential());
	setSynced(true);
	for (const from of [alice, bob]) bench.spectrum.receive({ from, text: 'Hi' });
});
afterEach(async () => await bench.stop());

function setSynced(imessageSynced: boolean): void {
	const { profile } = bench.spectrum.dashboard;
	profile.fields = { ...profile.fields, imessageSynced };
}

async function share(person: string, memory = cards, used: Connection = connection) {
	const gateway = new Gateway(used, { http: nodeHttp }, bench.pool);
	const key = freshKey();
	const space = await gateway.spaces.open(to(person), {}, key);
	await gateway.messages.sendText(space, { text: 'Hello' }, key);
	return await memory.share({ connection: used, gateway, http: nodeHttp, space });
}

const seenBy = (person: string) => bench.spectrum.phone(person).eventsOf('contactCard').length;
const asked = (name: string) => bench.spectrum.requests.filter(({ route }) => route === name).length;

test('each person gets the card once in 24 hours', async () => {
	expect([await share(alice), await share(alice), await share(bob)]).toEqual(['shared', 'sharedBefore', 'shared']);
	await clock.advance(ownCardLimits.again - 1);
	expect(await share(alice)).toBe('sharedBefore');
	await clock.advance(1);
	expect(await share(alice)).toBe('shared');
	expect([seenBy(alice), seenBy(bob)]).toEqual([2, 1]);
});

test('messages that are sent at once share it once', async () => {
	const outcomes = await Promise.all([share(alice), share(alice), share(alice)]);
	expect(outcomes.sort()).toEqual(['shared', 'sharedBefore', 'sharedBefore']);
	expect(bench.calls('ShareContactInfo')).toHaveLength(1);
});

test('another process shares it under the same key on the same day, so the server recognises the repeat', async () => {
	await share(alice);
	await clock.advance(60 * 60_000);
	expect(await share(alice, new OwnCards(clock))).toBe('shared');
	expect([bench.calls('ShareContactInfo').length, seenBy(alice)]).toEqual([2, 1]);
	await clock.advance(24 * 60 * 60_000);
	await share(alice, new OwnCards(clock));
	expect(seenBy(alice)).toBe(2);
});

test('what one credential has shared says nothing about another', async () => {
	const other = await GatewayBench.start();
	try {
		const { profile } = other.spectrum.dashboard;
		profile.fields = { ...profile.fields, imessageSynced: true };
		other.spectrum.receive({ from: alice, text: 'Hi' });
		const second = toCloudConnection(other.spectrum.cloudCredential());
		expect([await share(alice), await share(alice, cards, second)]).toEqual(['shared', 'shared']);
		expect([seenBy(alice), other.spectrum.phone(alice).eventsOf('contactCard').length]).toEqual([1, 1]);
	} finally {
		bench.pool.close();
		await other.stop();
	}
});

test('the profile is asked about once a minute, also by many at once', async () => {
	setSynced(false);
	expect(await Promise.all([share(alice), share(bob)])).toEqual(['notSynced', 'notSynced']);
	expect(asked('project')).toBe(1);
	setSynced(true);
	await clock.advance(ownCardLimits.synced - 1);
	expect(await share(alice)).toBe('notSynced');
	await clock.advance(1);
	expect(await share(alice)).toBe('shared');
	expect(asked('project')).toBe(2);
});

test('a person who has not written yet gets it after their first message', async () => {
	const stranger = '+15551239999';
	expect(await share(stranger)).toBe('notAnswered');
	bench.spectrum.receive({ from: stranger, text: 'Who is this?' });
	expect(await share(stranger)).toBe('shared');
});

test('a server of one’s own, and a control plane of July, do not say that the profile is synced', async () => {
	bench.spectrum.settings.generation = 'july';
	expect(await share(alice)).toBe('notSynced');
	const gateway = new Gateway(connection, { http: nodeHttp }, bench.pool);
	const space = await gateway.spaces.open(to(alice), {}, freshKey());
	const own: Connection = { kind: 'selfHosted', lines: [], tls: true } as never;
	expect(await cards.share({ connection: own, gateway, http: nodeHttp, space })).toBe('notSynced');
	expect(await cards.share({ connection, gateway, http: nodeHttp, space: { ...space, id: 'any;+;1', type: 'group' } })).toBe('notDirect');
});

test('a failure is no refusal: the next message tries again', async () => {
	bench.spectrum.faults.add('ShareContactInfo', { type: 'error', code: 'operationNotSupported' });
	expect([await share(alice), await share(alice)]).toEqual(['failed', 'shared']);
});

test('an account without a card is not asked again that day', async () => {
	bench.spectrum.faults.add('ShareContactInfo', { type: 'error', code: 'preconditionFailed' });
	expect([await share(alice), await share(alice)]).toEqual(['failed', 'failed']);
	expect([bench.calls('ShareContactInfo').length, seenBy(alice)]).toEqual([1, 0]);
	await clock.advance(ownCardLimits.again);
	expect(await share(alice)).toBe('shared');
});
