import type { HttpPort } from '../../spectrum/net/http';
import { isBehindProxy } from '../../spectrum/net/proxy';
import { systemClock, type Clock } from '../../spectrum/timing/clock';
import { asFields } from '../../spectrum/values/json';
import { httpPort, type RequestHelpers } from '../credentials/http';
import { readReply, type ClockMessage, type ClockReply } from './messages';
import type { ResumeAddress } from './order';
import type { AskingPorts } from './ports';
import { askingTimes } from './times';

/**
 * What came of one message to a waiting execution. `refused`: n8n itself says that the execution does not wait, or not yet.
 * `unreachable`: nobody who knows the execution has answered.
 */
export type PostOutcome = ClockReply | 'refused' | 'unreachable';

/** One answer of n8n. */
interface Heard {
	readonly status: number;
	readonly body: unknown;
}

/**
 * Takes a message to a waiting execution. The n8n of this machine is asked first, because many machines cannot reach their
 * own public address. A status alone proves nothing: only our own marker does.
 *
 * @param clock for the time of each request
 */
export async function post(
	helpers: RequestHelpers,
	{ environment }: Pick<AskingPorts, 'environment'>,
	address: ResumeAddress,
	message: ClockMessage,
	clock: Clock = systemClock,
): Promise<PostOutcome> {
	const http = httpPort(helpers, clock);
	let outcome: PostOutcome = 'unreachable';
	for (const url of [localUrl(address.url, environment), address.url]) {
		if (url === undefined) continue;
		const heard = await send(http, url, message);
		const reply = readReply(heard?.body, message.question);
		if (reply !== undefined) return reply;
		const code = refusalIn(heard);
		if (code !== undefined) outcome = 'refused';
		// It knows the execution.
		if (code === 409) return outcome;
	}
	return outcome;
}

/**
 * The same address on this machine: the last three parts of the path, because a prefix of the public address belongs to a
 * proxy. Undefined when n8n speaks HTTPS by itself, with a certificate for its public name. Undefined, too, when n8n's
 * client would ask a proxy for it: that proxy would look on its own machine, and note down the address with its token.
 */
function localUrl(publicUrl: string, environment: AskingPorts['environment']): string | undefined {
	if (speaksHttps(environment)) return undefined;
	const { pathname, search } = new URL(publicUrl);
	const listening = environment.N8N_LISTEN_ADDRESS ?? '';
	const host = ['', '::', '0.0.0.0', '127.0.0.1', 'localhost'].includes(listening) ? '127.0.0.1' : listening;
	const shown = host.includes(':') ? `[${host}]` : host;
	const url = `http://${shown}:${environment.N8N_PORT ?? '5678'}/${pathname.split('/').slice(-3).join('/')}${search}`;
	return isBehindProxy(url, environment) ? undefined : url;
}

/**
 * Whether n8n itself encrypts. `N8N_PROTOCOL=https` alone only says that its public address does: a proxy before it has the
 * certificate, and n8n listens for plain HTTP.
 */
function speaksHttps({ N8N_PROTOCOL, N8N_SSL_KEY = '', N8N_SSL_CERT = '' }: AskingPorts['environment']): boolean {
	return N8N_PROTOCOL === 'https' && N8N_SSL_KEY !== '' && N8N_SSL_CERT !== '';
}

async function send(http: HttpPort, url: string, message: ClockMessage): Promise<Heard | undefined> {
	try {
		return await http({ method: 'POST', url, body: { ...message }, timeoutMilliseconds: askingTimes.request });
	} catch {
		// The error may hold the address, which is a secret.
		return undefined;
	}
}

/** n8n's own errors are JSON with a code. A page of a proxy, or of n8n while it starts, is neither. */
function refusalIn(heard: Heard | undefined): number | undefined {
	const isRefusal = heard !== undefined && [401, 404, 409].includes(heard.status) && asFields(heard.body) !== undefined;
	return isRefusal ? heard.status : undefined;
}
