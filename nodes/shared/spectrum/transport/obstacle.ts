import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock } from '../timing/clock';
import type { ProxyChoice } from '../net/proxy';
import { isCertificateCode, type Obstacle } from '../errors/obstacles';
import { TunnelRefused } from './tunnel';

/** Where a channel leads. */
export interface Destination {
	/** `host:port` of the server. */
	readonly address: string;
	readonly tls: boolean;
	readonly proxy: ProxyChoice;
}

/** How far the last attempt to connect came. */
export type Reached =
	/** Nowhere: no address is known. */
	| { readonly until: 'nothing' }
	/** There is an address, and no connection to it. */
	| { readonly until: 'address' }
	/** TCP, and then this failure, in the proxy or in TLS. */
	| { readonly until: 'server'; readonly failure: unknown }
	/** All but HTTP/2: the other side ended what it had taken. */
	| { readonly until: 'connection' }
	/** As above, but the other side said nothing at all. */
	| { readonly until: 'silence' };

/** How long a look at the obstacle may take, in milliseconds. */
const patience = 2_000;

/** How OpenSSL calls bytes that are not TLS. */
const notTls: ReadonlySet<string> = new Set([
	'EPROTO',
	'ERR_SSL_WRONG_VERSION_NUMBER',
	'ERR_SSL_PACKET_LENGTH_TOO_LONG',
	'ERR_SSL_UNKNOWN_PROTOCOL',
	'ERR_SSL_UNEXPECTED_MESSAGE',
	'ERR_SSL_BAD_RECORD_TYPE',
	'ERR_SSL_RECORD_TOO_SMALL',
	'ERR_SSL_HTTP_REQUEST',
]);

/**
 * What kept a channel from connecting; undefined when that cannot be told, as of a server that is just not there. May
 * look the name up, or offer TLS to the server, for some seconds.
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
	if (tls && code !== undefined && notTls.has(code)) return { what: 'withoutTls', code };
	if (reached.until === 'nothing') {
		const unresolved = await within(clock, resolutionFailure(hostOf(proxy?.address ?? address)));
		if (unresolved === undefined) return undefined;
		if (proxy === undefined) return { what: 'name', code: unresolved };
		return { what: 'proxy', proxy: proxy.address, problem: `its name cannot be resolved (${unresolved})`, lasting: true };
	}
	if (reached.until === 'address' && proxy !== undefined) {
		return { what: 'proxy', proxy: proxy.address, problem: 'it cannot be reached', lasting: false };
	}
	if (reached.until === 'connection' && !tls && proxy === undefined && (await within(clock, speaksTls(address))) === true) {
		return { what: 'tlsExpected' };
	}
	return undefined;
}

function hostOf(address: string): string {
	return address.slice(0, address.lastIndexOf(':')).replace(/^\[|\]$/g, '');
}

async function resolutionFailure(host: string): Promise<string | undefined> {
	return await new Promise((resolve) => lookup(host, (error) => resolve(error === null ? undefined : (error.code ?? 'EAI_FAIL'))));
}

/** Whether a server takes a TLS connection. Nothing is sent over it, so its certificate may be anybody's. */
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
		// A question that nobody waits for any more keeps no process alive.
		socket.unref();
	});
}

/** What the work gives; undefined when that takes too long. */
async function within<Result>(clock: Clock, work: Promise<Result>): Promise<Result | undefined> {
	let cancelTimer = (): void => {};
	const late = new Promise<undefined>((resolve) => {
		cancelTimer = clock.after(patience, () => resolve(undefined));
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		cancelTimer();
	}
}

function codeOf(failure: unknown): string | undefined {
	const code = (failure as { code?: unknown } | undefined)?.code;
	return typeof code === 'string' ? code : undefined;
}
