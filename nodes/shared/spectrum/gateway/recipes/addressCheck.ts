import type { AddressInfo } from '../../model/addressInfo';
import { directSpaceId } from '../../model/space';
import { SpectrumError } from '../../errors/SpectrumError';
import type { Gateway } from '../Gateway';
import { present } from '../../values/present';

/** The result of a check of an address. */
export interface AddressCheck {
	/** Apple's answer at this moment. */
	readonly isImessageAvailable: boolean;
	/** Absent when the line was never in contact with the address. */
	readonly info?: AddressInfo;
	/** False can also mean "not known" or "not shared with us". Absent when the server does not support it. */
	readonly isSilencedByFocus?: boolean;
}

/** Makes all look-ups for an address at once. The optional values are absent when the server does not support them. */
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
