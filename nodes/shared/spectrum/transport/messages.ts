import { toSpectrumError } from '../errors/from';
import { kindTexts } from '../errors/kinds';
import { safeCause } from '../errors/redact';
import { SpectrumError } from '../errors/SpectrumError';
import { wireLimitBytes } from '../model/attachment';
import type { WireMethod } from './Transport';

/** The request as bytes of the wire. They are not copied. */
export function encodeRequest<Request>(method: WireMethod<Request, unknown>, request: Request): Buffer {
	let bytes: Uint8Array;
	try {
		bytes = method.encode(request);
	} catch (error) {
		throw toSpectrumError(error);
	}
	if (bytes.byteLength > wireLimitBytes) throw new SpectrumError({ kind: 'tooLarge', ...kindTexts.tooLarge });
	return asBuffer(bytes);
}

/** Decodes an answer. Not left to a library, which would report an unreadable answer as INTERNAL. */
export function decodeAnswer<Response>(method: WireMethod<never, Response>, bytes: Uint8Array): Response {
	return readable(() => method.decode(bytes));
}

/** Makes something of an answer. What cannot be read is a fault of the answer. */
export function readable<Result>(read: () => Result): Result {
	try {
		return read();
	} catch (error) {
		if (error instanceof SpectrumError) throw error;
		throw new SpectrumError({ kind: 'protocol', ...kindTexts.protocol, cause: safeCause(error) });
	}
}

/** The same bytes in memory as a Buffer. */
export function asBuffer(bytes: Uint8Array): Buffer {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The error for a token that no header can carry. It does not show the token, as errors of libraries do. */
export function unsendableToken(): SpectrumError {
	return new SpectrumError({
		kind: 'authentication',
		message: 'The token contains characters that cannot be sent',
		advice: 'Copy the API key into the credential again, without line breaks or other invisible characters.',
	});
}
