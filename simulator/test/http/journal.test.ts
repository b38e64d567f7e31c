import { inspect } from 'node:util';
import { Simulator } from '../../src';
import { journalOf } from '../../src/web/panel/journal';
import { aliceSpace, ask, post } from './httpCall';

const secret = 'do-not-keep-me';
let spectrum: Simulator;

beforeEach(async () => (spectrum = await Simulator.start({ tls: false })));
afterEach(async () => await spectrum.stop());

it('keeps no secret of a request', async () => {
	const token = spectrum.lines[0]?.token ?? '';
	const headers = { cookie: `a=${secret}`, 'proxy-authorization': `Basic ${secret}` };
	await post(spectrum, '/v1/messages:sendText', { chatGuid: aliceSpace, text: 'Hi' }, { headers });
	await post(spectrum, '/v1/messages:sendText', { token: secret }, { headers });
	await ask(spectrum, `/v1/chats:count?token=${secret}`);
	await ask(spectrum, '/v1/chats:count', { headers: { authorization: `Bearer ${secret}` } });
	await ask(spectrum, '/v1/chats:count', { headers: { authorization: `Basic ${secret}` } });
	await ask(spectrum, `/v1/${secret}`);
	expect(spectrum.calls.map(({ outcome }) => outcome?.type)).toEqual(['answered', 'refused', 'refused', 'refused', 'refused']);
	const kept = inspect([spectrum.calls, spectrum.requests], { depth: 20 });
	expect(kept).toContain('[redacted]');
	expect([kept.includes(secret), kept.includes(token)]).toEqual([false, false]);
});

it('tells how a call came', async () => {
	await post(spectrum, '/v1/messages:sendText', { chatGuid: aliceSpace, text: 'Hi' }, { headers: { 'x-idempotency-key': 'once' } });
	expect(spectrum.calls).toMatchObject([
		{
			service: 'MessageService',
			method: 'SendTextMessage',
			line: 'shared',
			transport: 'http',
			route: 'POST /v1/messages:sendText',
			metadata: { authorization: '[redacted]', 'x-idempotency-key': 'once' },
			request: { chat_guid: aliceSpace, text: 'Hi' },
			outcome: { type: 'answered' },
		},
	]);
	expect(journalOf(spectrum)).toMatchObject([{ kind: 'call', title: 'SendTextMessage over HTTP', line: 'shared', state: 'good' }]);
});
