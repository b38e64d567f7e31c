import type { LineHistory } from '../../../campaign/history';
import { hashOfParts } from '../../../keys/hash';
import type { WriteKey } from '../../../keys/writeKey';
import type { Line } from '../../../model/line';
import { directSpaceId } from '../../../model/space';
import { SpectrumError } from '../../../errors/SpectrumError';
import type { Gateway } from '../../Gateway';
import { differs, type Sent } from '../../sendOnce';
import type { KnownLine } from './lines';
import type { CampaignMessage } from './settings';

/** The service of a message. */
export type Service = 'iMessage' | 'SMS';

/** Messages of ours in which the message of an interrupted run is looked for. */
const searchedMessages = 25;

/** One message on its way. */
export interface Delivery {
	readonly message: CampaignMessage;
	readonly line: Line;
	readonly service: Service;
	/** Names the message of the campaign to this person. */
	readonly id: string;
}

/** Sends a message. Its key names campaign and person only, so that a server recognises the repeat of any run. */
export async function sendBy(gateway: Gateway, { message, line, service, id }: Delivery): Promise<Sent> {
	const key: WriteKey = (step) => hashOfParts([id, step]);
	const { address, text = '' } = message;
	if (service === 'SMS') {
		const creation = { addresses: [address], service: 'SMS', lineChoice: { pinned: line.id }, opening: { text } } as const;
		const { opening, alreadyDone } = await gateway.spaces.create(creation, key);
		return { ...(opening === undefined ? {} : { message: opening }), alreadySent: alreadyDone };
	}
	const space = await gateway.spaces.open({ by: 'address', address }, { pinned: line.id }, key);
	return await message.send(space, key);
}

/** The message that an interrupted run has sent. Undefined when none of our last messages has the same text. */
export async function earlierMessage(gateway: Gateway, line: Line, { address, text }: CampaignMessage): Promise<Sent | undefined> {
	if (text === undefined) return undefined;
	const space = { id: directSpaceId(address), type: 'dm', line } as const;
	for await (const message of gateway.messages.listInSpace(space, { isFromMe: true, limit: searchedMessages })) {
		if (message.text !== undefined && !differs(message, text)) return { message, alreadySent: true };
	}
	return undefined;
}

/** Whether the address has iMessage. A server that cannot say it is taken to mean yes: the message itself will show. */
export async function hasImessage(gateway: Gateway, line: Line, address: string): Promise<boolean> {
	try {
		return await gateway.addresses.isImessageAvailable(line.id, address);
	} catch (error) {
		if (error instanceof SpectrumError && error.kind === 'unsupported') return true;
		throw error;
	}
}

/** Notes a sent message in the book of its line, so that the next person need not wait until the server lists it. */
export function noteSent({ state }: KnownLine, address: string, { message }: Sent, id: string, now: number): void {
	state.book.add({
		id: message?.id ?? id,
		createdAt: message?.createdAt ?? new Date(now).toISOString(),
		isFromMe: true,
		spaceIds: [directSpaceId(address)],
		type: 'normal',
	});
}

/** The confirmation of an opt-out is sent within this time after it, in milliseconds. Later it would be a surprise. */
const confirmationMilliseconds = 24 * 60 * 60_000;

/** Whether a person has just opted out and got no message since. */
export function awaitsConfirmation({ mark }: Pick<LineHistory, 'mark'>, lastSentAt: number | undefined, now: number): boolean {
	if (mark?.isOut !== true || now - mark.at > confirmationMilliseconds) return false;
	return lastSentAt === undefined || lastSentAt < mark.at;
}

/** Sends the confirmation of an opt-out, once for each opt-out. */
export async function confirmOptOut(gateway: Gateway, { line }: KnownLine, address: string, markedAt: number, text: string): Promise<Sent> {
	const key: WriteKey = (step) => hashOfParts(['optOut', address, markedAt, step]);
	const space = await gateway.spaces.open({ by: 'address', address }, { pinned: line.id }, key);
	return await gateway.messages.sendText(space, { text }, key);
}
