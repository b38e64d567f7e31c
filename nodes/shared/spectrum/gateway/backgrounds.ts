import { hasBackground, removeBackground, setBackground } from '../codec/chats';
import type { WriteKey } from '../keys/writeKey';
import { acceptRepeat, type Calls } from './calls';
import type { OpenSpace } from './openSpace';

/** The server answers only when the picture is ready for distribution, which can take minutes. */
const setMilliseconds = 5 * 60_000;

/** The background picture of a space. */
export class Backgrounds {
	constructor(private readonly calls: Calls) {}

	/**
	 * Sets the picture. Takes up to 5 minutes, including repeats. Resolves when the picture was accepted for distribution.
	 * Other devices usually show it within 30 s after that.
	 *
	 * @param data JPEG, PNG, HEIC or HEIF. The server refuses other formats
	 */
	async set(space: OpenSpace, data: Uint8Array, key: WriteKey): Promise<void> {
		const options = { deadlineMilliseconds: setMilliseconds, totalMilliseconds: setMilliseconds };
		const request = { spaceId: space.id, data };
		await acceptRepeat(this.calls.write(space, setBackground, request, key('setBackground'), options));
	}

	async clear(space: OpenSpace, key: WriteKey): Promise<void> {
		await acceptRepeat(this.calls.write(space, removeBackground, { spaceId: space.id }, key('clearBackground')));
	}

	async isSet(space: OpenSpace): Promise<boolean> {
		return await this.calls.read(space, hasBackground, space.id);
	}
}
