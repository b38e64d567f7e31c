import { lookup } from 'node:dns';
import { request } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock } from '../timing/clock';
import { within } from '../timing/waiting';
import type { ProxyChoice } from '../net/proxy';
import { isCertificateCode, isNotTls, type Obstacle } from '../errors/obstacles';
import { TunnelRefused } from './tunnel';

/** What a channel connects to. */
export interface Destination {
	/** `host:port` of the server. */
	readonly address: string;
	readonly tls: boolean;
	readonly proxy: ProxyChoice;
}

/** How far the last attempt to connect got. */
export type Reached =
	/** No address is known. */
	| { readonly until: 'nothing' }
	/** An address is known, but there is no connection to it. */
	| { readonly until: 'address' }
	/** TCP connected. Then this failure came from the proxy or from TLS. */
	| { readonly until: 'server'; readonly failure: unknown }
	/** TCP and TLS connected. Then the other side ended the connection before HTTP/2 was ready. */
	| { readonly until: 'connection' }
	/** TCP connected. Then nothing came from the other side in time. */
	| { readonly until: 'silence' };

/** How long each check may take, in milliseconds. */
const patience = 2_000;

/**
 * Why a channel could not connect. Undefined when the cause is not known, for example when the server is down. May look
 * up the name or try TLS and HTTP with the server, which takes 2 seconds at most.
 */
export async function findObstacle(destination: Destination, reached: Reached, clock: Clock): Promise<Obstacle | undefined> {
	const { address, tls, proxy } = destination;
	if (proxy !== undefined && 'unusable' in proxy) return { what: 'proxy', proxy: 'of this n8n', problem: proxy.unusable, lasting: true };
	const failure = reached.until === 'server' ? reached.failure : undefined;
	if (failure instanceof TunnelRefused && proxy !== undefined) {
		return { what: 'proxy', proxy: proxy.address, problem: failure.message, lasting: failure.lasting };
	}
	const code = codeOf(failure);
	if (code !== undefined && isCertificateCode(code)) return { what: 'certificate', code };
	if (tls && code !== undefined && isNotTls(code)) return { what: 'withoutTls', code };
	if (reached.until === 'nothing') {
		const unresolved = await within(resolutionFailure(hostOf(proxy?.address ?? address)), patience, clock, undefined);
		if (unresolved === undefined) return undefined;
		if (proxy === undefined) return { what: 'name', code: unresolved };
		return { what: 'proxy', proxy: proxy.address, problem: `its name cannot be resolved (${unresolved})`, lasting: true };
	}
	if (reached.until === 'address' && proxy !== undefined) {
		return { what: 'proxy', proxy: proxy.address, problem: 'it cannot be reached', lasting: false };
	}
	// A server that is asked for HTTP/2 in TLS and offers other versions only.
	if (code === 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL') return { what: 'http' };
	if (reached.until !== 'connection' || proxy !== undefined) return undefined;
	const [expectsTls, isHttp] = await Promise.all([
		tls ? false : within(speaksTls(address), patience, clock, false),
		within(speaksHttp(address, tls), patience, clock, false),
	]);
	if (expectsTls) return { what: 'tlsExpected' };
	return isHttp ? { what: 'http' } : undefined;
}

function hostOf(address: string): string {
	return address.slice(0, address.lastIndexOf(':')).replace(/^\[|\]$/g, '');
}

async function resolutionFailure(host: string): Promise<string | undefined> {
	return await new Promise((resolve) => lookup(host, (error) => resolve(error === null ? undefined : (error.code ?? 'EAI_FAIL'))));
}

/** Whether a server accepts a TLS connection. Nothing is sent over it, so its certificate is not checked. */
async function speaksTls(address: string): Promise<boolean> {
	const host = hostOf(address);
	return await new Promise((resolve) => {
		const socket = connectTls({
			host,
			port: Number(address.slice(address.lastIndexOf(':') + 1)),
			rejectUnauthorized: false,
			ALPNProtocols: ['h2'],
			...(isIP(host) === 0 ? { servername: host } : {}),
		});
		const end = (answer: boolean) => (): void => {
			socket.destroy();
			resolve(answer);
		};
		socket.setTimeout(patience, end(false));
		socket.once('secureConnect', end(true));
		socket.on('error', end(false));
		socket.once('close', end(false));
		// A check whose result is no longer needed must not keep the process alive.
		socket.unref();
	});
}

/** Whether a server answers a request of HTTP/1. It asks for nothing and carries no token, so its certificate is not checked. */
async function speaksHttp(address: string, tls: boolean): Promise<boolean> {
	return await new Promise((resolve) => {
		const asked = (tls ? requestOverTls : request)({
			host: hostOf(address),
			port: Number(address.slice(address.lastIndexOf(':') + 1)),
			// n8n's own agent would send it through a proxy.
			agent: false,
			rejectUnauthorized: false,
			timeout: patience,
		});
		const end = (answer: boolean) => (): void => {
			asked.destroy();
			resolve(answer);
		};
		asked.once('response', end(true));
		asked.once('timeout', end(false));
		asked.on('error', end(false));
		asked.once('socket', (socket) => socket.unref());
		asked.end();
	});
}

function codeOf(failure: unknown): string | undefined {
	const code = (failure as { code?: unknown } | undefined)?.code;
	return typeof code === 'string' ? code : undefined;
}
