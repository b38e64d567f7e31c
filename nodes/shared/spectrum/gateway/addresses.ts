import { getAddressInfo, getFocusStatus, getImessageAvailability } from '../codec/addresses';
import type { AddressInfo } from '../model/addressInfo';
import { isNotFound, type Calls } from './calls';

/** Look-ups for an address, which is a number in E.164 form or a full email address in lower case. */
export class Addresses {
	constructor(private readonly calls: Calls) {}

	/** Undefined when the line was never in contact with the address. */
	async info(lineId: string, address: string): Promise<AddressInfo | undefined> {
		try {
			return await this.calls.read(lineId, getAddressInfo, address);
		} catch (error) {
			if (isNotFound(error)) return undefined;
			throw error;
		}
	}

	/** Asks Apple at the time of the call, so the answer may change between two calls. */
	async isImessageAvailable(lineId: string, address: string): Promise<boolean> {
		return await this.calls.read(lineId, getImessageAvailability, address);
	}

	/** False can also mean "not known" or "not shared with us". */
	async isFocusSilenced(lineId: string, address: string): Promise<boolean> {
		return await this.calls.read(lineId, getFocusStatus, address);
	}
}
