import { getLocation, listLocations, requestLocation } from '../codec/locations';
import type { LocationRequest, SharedLocation } from '../model/location';
import type { WriteKey } from '../keys/writeKey';
import type { Calls } from './calls';
import type { OpenSpace } from './openSpace';
import { writeOnce, type WriteOnce } from './sendOnce';

/** The result of a request to share a location. */
export interface AskedLocation extends Omit<LocationRequest, 'status'> {
	/** Absent when the server only reports that an earlier attempt asked. */
	readonly status?: string;
	/** True when an earlier attempt asked. */
	readonly alreadySent: boolean;
}

/** What people share with a line in Find My. */
export class Locations {
	constructor(private readonly calls: Calls) {}

	/** Rejects with `notFound` when the person does not share a location with the line. */
	async get(lineId: string, address: string): Promise<SharedLocation> {
		return await this.calls.read(lineId, getLocation, address);
	}

	/** Everyone who shares. */
	async list(lineId: string): Promise<readonly SharedLocation[]> {
		return await this.calls.read(lineId, listLocations, undefined);
	}

	/** Shows a card in the space that asks the person, who must be in it. They decide. */
	async ask(space: OpenSpace, address: string, key: WriteKey): Promise<AskedLocation> {
		const write: WriteOnce<Asked> = {
			calls: this.calls,
			key,
			step: 'askLocation',
			content: [address],
			find: (before) => Promise.resolve(before?.result && { id: before.result.id }),
		};
		const { result, alreadySent } = await writeOnce(write, async (id): Promise<Asked> => {
			const answer = await this.calls.write(space, requestLocation, { spaceId: space.id, address }, id);
			return { id: answer.messageId ?? noCard, answer };
		});
		const messageId = result === undefined || result.id === noCard ? {} : { messageId: result.id };
		return { address, ...result?.answer, ...messageId, alreadySent };
	}
}

/** An answer as the memory of writes keeps it: with an ID. */
interface Asked {
	readonly id: string;
	readonly answer?: LocationRequest;
}

/** Stands for the ID of a card that was not needed, or that failed. */
const noCard = '';
