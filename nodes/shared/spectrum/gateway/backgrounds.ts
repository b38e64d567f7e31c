import { hasBackground, removeBackground, setBackground } from '../codec/chats';
import type { WriteKey } from '../keys/writeKey';
import { settled, type Calls } from './calls';
import type { OpenSpace } from './openSpace';

/** The server answers only once the picture can be handed out to others, which takes minutes at worst. */
const setMilliseconds = 5 * 60_000;

/** The picture behind a conversation. */
export class Backgrounds {
	constructor(private readonly calls: Calls) {}

	/**
	 * Sets the picture. Takes up to 5 minutes, repeats included. Resolves when it was accepted for distribution; other
	 * devices usually show it within 30 s of that.
	 *
	 * @param data JPEG, PNG, HEIC or HEIF. Other formats are refused by the server.
	 */
	async set(space: OpenSpace, data: Uint8Array, key: WriteKey): Promise<void> {
		const options = { deadlineMilliseconds: setMilliseconds, totalMilliseconds: setMilliseconds };
		const request = { spaceId: space.id, data };
		await settled(this.calls.writeIn(space, setBackground, request, key('setBackground'), options));
	}

	async clear(space: OpenSpace, key: WriteKey): Promise<void> {
		await settled(this.calls.writeIn(space, removeBackground, space.id, key('clearBackground')));
	}

	async isSet(space: OpenSpace): Promise<boolean> {
		return await this.calls.readIn(space, hasBackground, space.id);
	}
}
