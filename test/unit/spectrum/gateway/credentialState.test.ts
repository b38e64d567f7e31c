import { Gateway } from '../../../../nodes/shared/spectrum/gateway/Gateway';
import { createPool, type ConnectionPool } from '../../../../nodes/shared/spectrum/gateway/pool/pool';
import { sendWithSmsFallback } from '../../../../nodes/shared/spectrum/gateway/recipes/smsFallback';
import { WriteMemory } from '../../../../nodes/shared/spectrum/gateway/pool/writeMemory';
import { toCloudConnection } from '../../../../nodes/shared/n8n/credentials/credentials';
import { Simulator } from '../../../../simulator/src';
import { nodeHttp } from '../../../support/httpPort';
import { alice, freshKey, threeLines, to } from './gatewaySupport';

/** Two accounts that reach the same lines: what one of them taught the process must not count for the other. */
let spectrum: Simulator;
let pool: ConnectionPool;

beforeEach(async () => {
	spectrum = await Simulator.start({ plan: 'dedicated', lines: threeLines });
	pool = createPool();
});

afterEach(async () => {
	pool.close();
	await spectrum.stop();
});

type Account = 'one' | 'another';

const of = (webhookSecret: Account) =>
	new Gateway({ ...toCloudConnection(spectrum.cloudCredential()), webhookSecret }, { http: nodeHttp }, pool);
const calls = (name: string) => spectrum.calls.filter(({ method }) => method === name).length;

async function send(account: Account, key = freshKey(), text = 'Hi'): Promise<boolean> {
	const space = await of(account).spaces.open(to(alice), {}, key);
	return (await of(account).messages.sendText(space, { text }, key)).alreadySent;
}

test('the line of a conversation, and that of a write', async () => {
	const key = freshKey();
	await send('one', key);
	const asked = calls('GetChat');
	await send('one', key);
	expect(calls('GetChat')).toBe(asked);
	await send('another', key);
	expect(calls('GetChat')).toBeGreaterThan(asked);
});

test('the conversations that were opened', async () => {
	for (const account of ['one', 'another', 'one', 'another'] as const) await send(account);
	expect(calls('CreateChat')).toBe(2);
});

test('what was sent', async () => {
	const key = freshKey();
	expect([await send('one', key), await send('another', key), await send('another', key)]).toEqual([false, false, true]);
});

test('the files that were uploaded', async () => {
	const key = freshKey();
	const { id } = await of('one').anyLine({});
	for (const account of ['one', 'another', 'one', 'another'] as const) {
		await of(account).attachments.upload(id, { fileName: 'a.txt', data: Buffer.from('a') }, key);
	}
	expect(calls('UploadAttachment')).toBe(2);
});

test('the service of a text that may become an SMS', async () => {
	const [key, request] = [freshKey(), { phone: alice, lineChoice: {}, text: 'Hi', when: 'both' } as const];
	const services: string[] = [];
	for (const [account, imessage] of [
		['one', false],
		['one', true],
		['another', true],
	] as const) {
		spectrum.phone(alice).imessage = imessage;
		services.push((await sendWithSmsFallback(of(account), request, key)).service);
	}
	expect(services).toEqual(['SMS', 'SMS', 'iMessage']);
});

test('what campaigns did, and the lines that they closed', () => {
	of('one').memory.campaigns.done.set('campaign and person', true);
	const line = of('one').memory.campaigns.line('line');
	expect(of('one').memory.campaigns.line('line')).toBe(line);
	expect(of('another').memory.campaigns.line('line')).not.toBe(line);
	expect([of('one'), of('another')].map(({ memory }) => memory.campaigns.done.has('campaign and person'))).toEqual([true, false]);
});

test('there is no more of it: whatever is added to the memory of writes is tried here with two accounts', () => {
	expect(Object.keys(new WriteMemory()).sort()).toEqual([
		'campaigns',
		'digests',
		'linesOfWrites',
		'openedSpaces',
		'servicesOfWrites',
		'uploads',
		'writes',
	]);
});
