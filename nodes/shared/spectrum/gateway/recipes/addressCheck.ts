import type { AddressInfo } from '../../model/addressInfo';
import { directSpaceId } from '../../model/space';
import { SpectrumError } from '../../errors/SpectrumError';
import type { Gateway } from '../Gateway';
import { present } from '../../values/present';

/** What is known of an address. */
export interface AddressCheck {
	/** As Apple says at this moment. */
	readonly isImessageAvailable: boolean;
	/** Absent when the line never had to do with the address. */
	readonly info?: AddressInfo;
	/** False also means "not known" and "not shared with us"; absent when the server cannot tell. */
	readonly isSilencedByFocus?: boolean;
}

/** Asks a line everything about an address at once. What a server cannot tell beside the first answer is absent. */
export async function checkAddress({ addresses, reach }: Gateway, lineId: string, address: string): Promise<AddressCheck> {
	reach.check({ id: directSpaceId(address) });
	const [isImessageAvailable, info, isSilencedByFocus] = await Promise.all([
		addresses.isImessageAvailable(lineId, address),
		ifSupported(addresses.info(lineId, address)),
		ifSupported(addresses.isFocusSilenced(lineId, address)),
	]);
	return {
		isImessageAvailable,
		...present({ info, isSilencedByFocus }),
	};
}

async function ifSupported<Value>(answer: Promise<Value>): Promise<Value | undefined> {
	try {
		return await answer;
	} catch (error) {
		if (error instanceof SpectrumError && error.kind === 'unsupported') return undefined;
		throw error;
	}
}
