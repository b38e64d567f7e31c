import { lookup } from 'node:dns';
import { isPrivateAddress } from '../../spectrum/net/privateAddress';

/** Most addresses of a name that are tried. */
const mostAddresses = 4;

/**
 * The current addresses of a URL's host, in the order in which to try them. Undefined when any of them is private. The
 * caller has to connect to one of these and not to the name, because the next answer of the DNS may differ.
 */
export async function publicAddressesOf({ hostname }: URL, signal: AbortSignal): Promise<readonly string[] | undefined> {
	const addresses = await untilAborted(signal, resolve(hostname.replace(/^\[|\]$/g, '')));
	return addresses.some(isPrivateAddress) ? undefined : addresses.slice(0, mostAddresses);
}

async function resolve(name: string): Promise<string[]> {
	return await new Promise((found, failed) => {
		lookup(name, { all: true }, (error, addresses) => {
			if (error === null) found(addresses.map(({ address }) => address));
			else failed(error);
		});
	});
}

/** Settles with the promise, or rejects with the signal's reason as soon as it is aborted. */
export async function untilAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
	let stop = (): void => {};
	const stopped = new Promise<never>((_, reject) => {
		stop = () => reject(signal.reason as Error);
		signal.addEventListener('abort', stop, { once: true });
		if (signal.aborted) stop();
	});
	try {
		return await Promise.race([promise, stopped]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}
