import type { SharedPlace } from './locations';
import type { ReactionKind, StoredPlacement } from './message';
import type { StoredPoll } from './polls';

/** A reaction as a person gives it: one of Apple's six, or any emoji. */
export type GivenReaction = Exclude<ReactionKind, 'emoji' | 'sticker'> | { readonly emoji: string };

/** A space of a phone. */
export interface PhoneChat {
	readonly spaceId: string;
	readonly line: string;
	readonly isGroup: boolean;
	readonly name?: string;
	/** Addresses of everybody but the line. */
	readonly members: readonly string[];
	readonly icon?: Buffer;
	readonly background?: Buffer;
}

/** Direct spaces of several lines with one person have the same GUID. */
export interface SpaceOfLine {
	readonly spaceId: string;
	/** Number or instance id; default the first line that has the space. */
	readonly line?: string;
}

/** What people can do, as the lines carry it out. */
export interface People {
	chats(address: string): readonly PhoneChat[];
	react(address: string, messageId: string, reaction: GivenReaction, options: ReactOptions): string;
	read(address: string, messageId: string): void;
	play(address: string, messageId: string): void;
	/** Its phone has received a message that waited for it. */
	delivered(address: string, messageId: string): void;
	vote(address: string, pollId: string, option: string): StoredPoll;
	unvote(address: string, pollId: string, option?: string): StoredPoll;
	addPollOption(address: string, pollId: string, text: string): StoredPoll;
	createPoll(address: string, space: SpaceOfLine, title: string, options: readonly string[]): StoredPoll;
	edit(address: string, messageId: string, text: string, part: number | undefined): void;
	unsend(address: string, messageId: string, part: number | undefined): void;
	placeSticker(address: string, messageId: string, sticker: Sticker, placement: StoredPlacement): string;
	leave(address: string, spaceId: string): void;
	renameGroup(address: string, spaceId: string, name: string): void;
	changeMember(address: string, spaceId: string, member: string, isMember: boolean): void;
	shareLocation(address: string, place: SharedPlace, line: string | undefined): void;
	stopSharingLocation(address: string, line: string | undefined): void;
	setPicture(address: string, space: SpaceOfLine, which: 'icon' | 'background', picture: Buffer | undefined): void;
}

export interface ReactOptions {
	/** Zero-based bubble; default the whole message. */
	readonly part?: number;
	/** False takes it away. Default true. */
	readonly isSet?: boolean;
	/** False: no webhook hears of it. Default true; a reaction taken away is never told. */
	readonly webhooks?: boolean;
}

/** A sticker as a person has it. */
export interface Sticker {
	readonly bytes: Uint8Array;
	/** Default `sticker.png`. */
	readonly name?: string;
	/** Zero-based bubble; default the whole message. */
	readonly part?: number;
}
