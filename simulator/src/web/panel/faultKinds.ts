import { STATUS_CODES } from 'node:http';
import { statusOfCode } from '../../calls/errors';
import type { RpcFault } from '../../faults';
import type { Fields } from './fields';

/** What a person wants to go wrong with a call. */
export type WantedFault =
	| { readonly kind: 'refuseToken' | 'loseAnswer' }
	| { readonly kind: 'error'; readonly code: string }
	/** Something in between answers a call over HTTP. `isDone`: the server did what it was asked for all the same. */
	| { readonly kind: 'proxyAnswer'; readonly status: number; readonly isDone: boolean };

const kinds = ['refuseToken', 'loseAnswer', 'error', 'proxyAnswer'] as const;

export const errorCodes: readonly string[] = Object.keys(statusOfCode);

/** What proxies, firewalls and sign-in pages answer. */
const proxyStatuses: readonly number[] = [502, 503, 504, 500, 429, 407, 403, 200];

export const proxyAnswers = proxyStatuses.map((status) => ({ status, name: `${status} ${STATUS_CODES[status]}` }));

export function wantedFault(fields: Fields): WantedFault {
	const kind = fields.choice('kind', kinds);
	switch (kind) {
		case 'error':
			return { kind, code: fields.choice('code', errorCodes) };
		case 'proxyAnswer':
			return { kind, status: fields.choice('status', proxyStatuses), isDone: fields.flag('isDone') };
		default:
			return { kind };
	}
}

export function faultOf(wanted: WantedFault): RpcFault {
	switch (wanted.kind) {
		case 'refuseToken':
			return { type: 'refusedToken' };
		case 'loseAnswer':
			return { type: 'answerLost' };
		case 'error':
			return { type: 'error', code: wanted.code, message: 'Asked for at the control panel' };
		case 'proxyAnswer':
			return { type: 'proxyAnswer', status: wanted.status, afterWrite: wanted.isDone };
	}
}

export function wordsOf(wanted: WantedFault): string {
	switch (wanted.kind) {
		case 'refuseToken':
			return 'Refuse the token';
		case 'loseAnswer':
			return 'Lose the answer';
		case 'error':
			return `Answer ${wanted.code}`;
		case 'proxyAnswer':
			return `A proxy answers ${wanted.status}${wanted.isDone ? ', and the call is done' : ''}`;
	}
}
