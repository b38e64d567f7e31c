import type { LineStore } from '../store/line';

/** The people of the page, as a play needs them. */
export interface Cast {
	/** The address of the person with this full or first name. Undefined when no one has it. */
	addressOf(name: string): string | undefined;
	/** From now on the page calls an address by this name, unless it has a name for it already. */
	introduce(address: string, name: string): void;
	/** Dots on the phones of the others in a conversation. */
	showTyping(address: string, line: LineStore, spaceId: string, isTyping: boolean): void;
}
