import type { Tokens } from '../store/tokens';
import { RpcError } from './errors';
import type { CallMetadata } from './record';

/** Lets a call pass when its bearer token is live on this line; the answer tells when the token ends. */
export function authenticate(metadata: CallMetadata, lineId: string, tokens: Tokens): { readonly expiresAt: number } {
	const token = /^Bearer (\S+)$/.exec(metadata.authorization ?? '')?.[1];
	if (token === undefined) throw unauthenticated();
	const state = tokens.state(lineId, token);
	if (state === 'expired') throw tokenExpired();
	if (state === 'unknown') throw unauthenticated();
	return { expiresAt: tokens.expiresAt(token) };
}

export function unauthenticated(): RpcError {
	return new RpcError('unauthenticated', { message: 'The token is missing or not known' });
}

export function tokenExpired(): RpcError {
	return new RpcError('tokenExpired', { message: 'The token has expired' });
}
