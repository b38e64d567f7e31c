import type { IHttpRequestOptions } from 'n8n-workflow';
import { asFields } from '../../spectrum/values/json';
import { readReply, type ClockMessage, type ClockReply } from './messages';
import type { ResumeAddress } from './order';
import type { AskingPorts } from './ports';
import { askingTimes } from './times';

/**
 * What came of one message to a waiting execution. `refused`: n8n itself says that the execution does not wait, or not yet.
 * `unreachable`: nobody who knows the execution has answered.
 */
export type PostOutcome = ClockReply | 'refused' | 'unreachable';

type HttpRequest = (options: IHttpRequestOptions) => Promise<unknown>;

/** One answer of n8n. */
interface Heard {
	readonly status: number;
	readonly body: unknown;
}

/**
 * Takes a message to a waiting execution. The n8n of this machine is asked first, because many machines cannot reach their
 * own public address. A status alone proves nothing: only our own marker does.
 */
export async function post(
	httpRequest: HttpRequest,
	{ environment }: Pick<AskingPorts, 'environment'>,
	address: ResumeAddress,
	message: ClockMessage,
): Promise<PostOutcome> {
	let outcome: PostOutcome = 'unreachable';
	for (const url of [localUrl(address.url, environment), address.url]) {
		if (url === undefined) continue;
		const heard = await send(httpRequest, url, message);
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
 * proxy. Undefined when n8n speaks https by itself, with a certificate for its public name.
 */
function localUrl(publicUrl: string, environment: AskingPorts['environment']): string | undefined {
	if (environment.N8N_PROTOCOL === 'https') return undefined;
	const { pathname, search } = new URL(publicUrl);
	const listening = environment.N8N_LISTEN_ADDRESS ?? '';
	const host = ['', '::', '0.0.0.0', '127.0.0.1', 'localhost'].includes(listening) ? '127.0.0.1' : listening;
	const shown = host.includes(':') ? `[${host}]` : host;
	return `http://${shown}:${environment.N8N_PORT ?? '5678'}/${pathname.split('/').slice(-3).join('/')}${search}`;
}

async function send(httpRequest: HttpRequest, url: string, message: ClockMessage): Promise<Heard | undefined> {
	try {
		const answer = asFields(
			await httpRequest({
				method: 'POST',
				url,
				body: { ...message },
				json: true,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				timeout: askingTimes.request,
			}),
		);
		return answer === undefined ? undefined : { status: Number(answer.statusCode), body: answer.body };
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
