import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ControlPlane, controlPlaneTimeoutMilliseconds } from '../../../../nodes/shared/spectrum/auth/controlPlane';
import type { HttpResponse } from '../../../../nodes/shared/spectrum/net/http';
import type { SpectrumError } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import { withProxies } from '../../../support/connectProxy';
import { everythingIn } from '../errors/support';
import { failureOf } from '../transport/support';
import { nodeHttp } from './nodeHttp';
import { cloud, FakeControlPlane, refusal, success } from './support';

interface Seen {
	readonly method?: string;
	readonly url?: string;
	readonly authorization?: string;
	readonly body: string;
}

let server: Server;
let seen: Seen[];
let reply: { status: number; body: string; headers?: Record<string, string> };

beforeEach(async () => {
	seen = [];
	server = createServer((request, response) => {
		void textOf(request).then((body) => {
			seen.push({ method: request.method, url: request.url, authorization: request.headers.authorization, body });
			response.writeHead(reply.status, reply.headers);
			response.end(reply.body);
		});
	});
	server.listen(0, 'localhost');
	await once(server, 'listening');
});
afterEach(async () => {
	server.closeAllConnections();
	server.close();
	await once(server, 'close');
});

async function textOf(request: IncomingMessage): Promise<string> {
	let text = '';
	for await (const chunk of request) text += String(chunk);
	return text;
}

function real(projectId = 'project-1', end = ''): ControlPlane {
	const controlPlaneUrl = `http://localhost:${(server.address() as AddressInfo).port}${end}`;
	return new ControlPlane({ ...cloud, projectId, controlPlaneUrl }, nodeHttp);
}
function replyWith(data: unknown, status = 200): void {
	reply = { status, body: JSON.stringify({ succeed: true, data }) };
}
function answering(response: HttpResponse): ControlPlane {
	return new ControlPlane(cloud, new FakeControlPlane(() => response).http);
}

const calls: ReadonlyArray<[string, string, string, unknown, (plane: ControlPlane) => Promise<unknown>]> = [
	['mintTokens', 'POST', '/imessage/tokens', { type: 'shared', token: 't', expiresIn: 60 }, async (plane) => await plane.mintTokens()],
	['webhooks', 'GET', '/webhooks/', [], async (plane) => await plane.webhooks()],
	[
		'registerWebhook',
		'POST',
		'/webhooks/',
		{ id: 'w', signingSecret: 's' },
		async (plane) => await plane.registerWebhook('https://n8n.example.test/x'),
	],
	['enableWebhook', 'PATCH', '/webhooks/w%2F1%3F', { id: 'w' }, async (plane) => await plane.enableWebhook('w/1?')],
	[
		'users',
		'GET',
		'/users/?type=shared&search=%2B1555&limit=2',
		{ users: [] },
		async (plane) => await plane.users({ type: 'shared', search: '+1555', limit: 2, id: undefined }),
	],
	['createUser', 'POST', '/users/', { id: 'u' }, async (plane) => await plane.createUser({ type: 'shared', phoneNumber: '+15551230001' })],
	['deleteUser', 'DELETE', '/users/u%2F1%3F/', { id: 'u' }, async (plane) => await plane.deleteUser('u/1?')],
	['lines', 'GET', '/lines/?platform=imessage', { lines: [] }, async (plane) => await plane.lines()],
	['routeLine', 'GET', '/lines/route', { id: 'l' }, async (plane) => await plane.routeLine()],
	['isProfileSynced', 'GET', '/', {}, async (plane) => await plane.isProfileSynced()],
	['isImessageEnabled', 'GET', '/platforms/', {}, async (plane) => await plane.isImessageEnabled()],
	['deleteWebhook', 'DELETE', '/webhooks/w%2F1%3F/', { id: 'w' }, async (plane) => await plane.deleteWebhook('w/1?')],
];

describe('a call', () => {
	it.each(calls)('%s is %s /projects/{id}%s with Basic auth', async (_name, method, path, data, call) => {
		replyWith(data);
		await call(real());
		expect(seen).toEqual([
			expect.objectContaining({
				method,
				url: `/projects/project-1${path}`,
				authorization: `Basic ${btoa('project-1:the-project-secret')}`,
			}),
		]);
	});

	it('sends the webhook as the contract has it, and no body elsewhere', async () => {
		replyWith({ id: 'w', signingSecret: 's', list: [], webhooks: [] });
		await real().registerWebhook('https://n8n.example.test/x');
		await real().webhooks();
		expect(seen.map(({ body }) => body)).toEqual(['{"webhookUrl":"https://n8n.example.test/x"}', '']);
	});

	it('pins the form of deliveries where it is asked to, and enables a webhook', async () => {
		replyWith({ id: 'w', signingSecret: 's' });
		await real().registerWebhook('https://n8n.example.test/x', 'normalized-events.v1');
		await real().enableWebhook('w');
		expect(seen.map(({ body }) => body)).toEqual([
			'{"webhookUrl":"https://n8n.example.test/x","schemaVersion":"normalized-events.v1"}',
			'{"enabled":true}',
		]);
	});

	it('keeps an id inside its place in the path', async () => {
		replyWith([]);
		await real('a/b?c#d', '///').webhooks();
		expect(seen[0]?.url).toBe('/projects/a%2Fb%3Fc%23d/webhooks/');
	});

	it.each(['', '.', '..'])('is not made for the id %p, which would make it another call', async (id) => {
		replyWith({});
		expect(await failureOf(real().deleteWebhook(id))).toMatchObject({ kind: 'invalid' });
		expect(await failureOf(real(id).webhooks())).toMatchObject({ kind: 'invalid' });
		expect(seen).toEqual([]);
	});

	it('is not made for a signal that is aborted already', async () => {
		replyWith({});
		expect(await failureOf(real().webhooks({ signal: AbortSignal.abort() }))).toMatchObject({ kind: 'cancelled' });
		expect(seen).toEqual([]);
	});

	it.each([
		['an authority of the credential behind a proxy', { ca: 'PEM' }, { HTTPS_PROXY: 'http://127.0.0.1:1' }, true],
		['no authority', {}, { HTTPS_PROXY: 'http://127.0.0.1:1' }, false],
		['no proxy', { ca: 'PEM' }, {}, false],
		['a proxy for others', { ca: 'PEM' }, { HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: 'control.example.test' }, false],
	])('that meets a certificate nobody knows, with %s, says what to do', async (_name, part, environment, isBehindProxy) => {
		const plane = new FakeControlPlane(() => {
			throw Object.assign(new Error('x'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' });
		});
		const error = (await withProxies(
			environment,
			async () => await failureOf(new ControlPlane({ ...cloud, ...part }, plane.http).webhooks()),
		)) as SpectrumError;
		expect(error.advice.includes('NODE_EXTRA_CA_CERTS')).toBe(isBehindProxy);
	});

	it('carries authority, time limit and signal to the port', async () => {
		const plane = new FakeControlPlane(() => success([]));
		const { signal } = new AbortController();
		await new ControlPlane({ ...cloud, ca: 'PEM' }, plane.http).webhooks({ signal });
		expect(plane.requests[0]).toMatchObject({ ca: 'PEM', timeoutMilliseconds: controlPlaneTimeoutMilliseconds });
		expect(plane.requests[0]?.signal).toBe(signal);
	});
});

describe('an answer', () => {
	it('with tokens of the shared plan is read', async () => {
		replyWith({ type: 'shared', token: 'token-1', expiresIn: 3_600, more: true });
		expect(await real().mintTokens()).toEqual({ plan: 'shared', token: 'token-1', expiresInSeconds: 3_600 });
	});

	it('with tokens of a dedicated plan is read, numbers or not', async () => {
		const auth = { one: 'token-1', two: 'token-2', three: 'token-3' };
		replyWith({ type: 'dedicated', auth, numbers: { one: '+15550000001', two: null, four: '+15550000004' }, expiresIn: 60 });
		expect(await real().mintTokens()).toEqual({
			plan: 'dedicated',
			instances: [
				{ id: 'one', token: 'token-1', phone: '+15550000001' },
				{ id: 'two', token: 'token-2', phone: undefined },
				{ id: 'three', token: 'token-3', phone: undefined },
			],
			expiresInSeconds: 60,
		});
	});

	it('without lines is a dedicated plan without lines', async () => {
		expect(await answering(success({ type: 'dedicated', auth: {}, numbers: {}, expiresIn: 60 })).mintTokens()).toEqual({
			plan: 'dedicated',
			instances: [],
			expiresInSeconds: 60,
		});
	});

	it.each<[string, unknown]>([
		['no type', { token: 't', expiresIn: 60 }],
		['an unknown type', { type: 'galactic', token: 't', expiresIn: 60 }],
		['no token', { type: 'shared', expiresIn: 60 }],
		['an empty token', { type: 'shared', token: '', expiresIn: 60 }],
		['no time to live', { type: 'shared', token: 't' }],
		['a time to live of zero', { type: 'shared', token: 't', expiresIn: 0 }],
		['a time to live that is text', { type: 'shared', token: 't', expiresIn: '60' }],
		['no auth', { type: 'dedicated', numbers: {}, expiresIn: 60 }],
		['an auth that is a list', { type: 'dedicated', auth: ['t'], numbers: {}, expiresIn: 60 }],
		['a token that is no text', { type: 'dedicated', auth: { one: 7 }, numbers: {}, expiresIn: 60 }],
		['numbers that are a list', { type: 'dedicated', auth: {}, numbers: [], expiresIn: 60 }],
		['nothing', undefined],
		['null', null],
	])('with tokens but %s is a protocol error that shows no value', async (_name, data) => {
		const error = await failureOf(answering(success(data)).mintTokens());
		expect(error).toMatchObject({ kind: 'protocol', status: 'HTTP 200' });
		expect((error as Error).message).toContain('minting a token');
		expect(everythingIn(error)).not.toMatch(/galactic/);
	});

	it.each<[string, unknown]>([
		['text', '<html></html>'],
		['empty', ''],
		['a list', []],
		['without the envelope', { type: 'shared', token: 't', expiresIn: 60 }],
		['data that nobody called a success', { data: { type: 'shared', token: 't', expiresIn: 60 } }],
		['a failure with status 200', { succeed: false, data: { type: 'shared', token: 't', expiresIn: 60 } }],
	])('that is %s is a protocol error', async (_name, body) => {
		expect(await failureOf(answering({ status: 200, headers: {}, body }).mintTokens())).toMatchObject({ kind: 'protocol' });
	});

	it('with webhooks is read, bare or named', async () => {
		const webhooks = [{ id: 'w1', webhookUrl: 'https://n8n.example.test/x', createdAt: 'c', updatedAt: 'u' }];
		expect(await answering(success(webhooks)).webhooks()).toEqual(webhooks);
		expect(await answering(success({ webhooks })).webhooks()).toEqual(webhooks);
		expect(await answering(success([{ id: 's1', socket: true }, ...webhooks])).webhooks()).toEqual(webhooks);
		expect(await failureOf(answering(success({ webhooks: [{ id: 'w1' }] })).webhooks())).toMatchObject({ kind: 'protocol' });
	});

	it.each([
		[
			{ status: 'disabled', enabled: false, disabledReason: 'delivery_failures', disabledAt: 'at' },
			{ reason: 'delivery_failures', at: 'at' },
		],
		[{ status: 'disabled' }, {}],
		[{ enabled: false, disabledReason: null }, {}],
		[
			{
				status: 'active',
				enabled: true,
				disabledReason: null,
				disabledAt: null,
				schemaVersion: 'normalized-events.v1',
				eventTypes: ['message.received'],
			},
			undefined,
		],
		[{}, undefined],
	])('with a webhook of state %j says whether it is disabled', async (state, disabled) => {
		const [webhook] = await answering(success([{ id: 'w1', webhookUrl: 'https://n8n.example.test/x', ...state }])).webhooks();
		expect(webhook?.disabled).toEqual(disabled);
	});

	it('to a registration carries the secret of Standard Webhooks where there is one', async () => {
		const webhook = { id: 'w1', signingSecret: 'x'.repeat(64), standardSigningSecret: 'whsec_x' };
		expect(await answering(success(webhook)).registerWebhook('https://a.test/')).toEqual(webhook);
	});

	it('to a registration carries id and secret, with any 2xx', async () => {
		const webhook = { id: 'w1', signingSecret: 'x'.repeat(64) };
		expect(await answering({ ...success(webhook), status: 201 }).registerWebhook('https://a.test/')).toEqual(webhook);
		const error = await failureOf(answering(success({ id: 'w1' })).registerWebhook('https://a.test/'));
		expect(error).toMatchObject({ kind: 'protocol' });
	});

	it.each(calls)('%s: a refusal is the error of its status', async (_name, _method, _path, _data, call) => {
		const error = await failureOf(call(answering(refusal(429, { 'retry-after': '3' }))));
		expect(error).toMatchObject({ kind: 'quota', status: 'HTTP 429', retryable: true, retryAfterMilliseconds: 3_000 });
	});

	it('without content is enough for a call that gives nothing, and for no other', async () => {
		reply = { status: 204, body: '' };
		await real().deleteWebhook('w');
		await real().enableWebhook('w');
		await real().deleteUser('u');
		for (const call of [real().mintTokens(), real().webhooks(), real().registerWebhook('https://a.example.com')])
			expect(await failureOf(call)).toMatchObject({ kind: 'protocol' });
		reply = { status: 200, body: '' };
		expect(await failureOf(real().deleteWebhook('w'))).toMatchObject({ kind: 'protocol' });
	});

	it('that never comes is the error of the connection, without the secret in any form', async () => {
		const basic = Buffer.from('project-1:the-project-secret').toString('base64');
		const cause = Object.assign(new Error(`ECONNREFUSED with ${cloud.projectSecret}, Basic ${basic}`), {
			code: 'ECONNREFUSED',
			config: { auth: { password: cloud.projectSecret } },
		});
		const plane = new FakeControlPlane(() => {
			throw cause;
		});
		const error = await failureOf(new ControlPlane(cloud, plane.http).webhooks());
		expect(error).toMatchObject({ kind: 'unavailable', connectionFailed: true });
		expect(everythingIn(error)).not.toContain(cloud.projectSecret);
		expect(everythingIn(error)).not.toContain(basic);
	});
});
