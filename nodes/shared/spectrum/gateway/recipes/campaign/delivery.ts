import { hashOfParts } from '../../../keys/hash';
import type { WriteKey } from '../../../keys/writeKey';
import type { Line } from '../../../model/line';
import { directSpaceId } from '../../../model/space';
import { SpectrumError } from '../../../errors/SpectrumError';
import type { Gateway } from '../../Gateway';
import { hasOtherText, type Sent } from '../../sendOnce';
import type { KnownLine } from './lines';
import type { CampaignMessage, CampaignSettings } from './settings';

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
		if (message.text !== undefined && !hasOtherText(message, text)) return { message, alreadySent: true };
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

/** Whether someone without iMessage gets the message as an SMS: only if the user wants it, only a text, and only to a number. */
export function canBeSms(
	{ address, text, hasFiles }: Pick<CampaignMessage, 'address' | 'text' | 'hasFiles'>,
	{ withoutImessage }: Pick<CampaignSettings, 'withoutImessage'>,
): boolean {
	return withoutImessage === 'sms' && text !== undefined && !hasFiles && !address.includes('@');
}

/**
 * Notes a sent message in the book of its line, so that the next person need not wait until the server lists it. One of
 * which the server only says that it had it before is in the server's list already, and would count twice.
 */
export function noteSent({ state }: KnownLine, address: string, { message, alreadySent }: Sent, id: string, now: number): void {
	if (message === undefined && alreadySent) return;
	const sent = { isFromMe: true, spaceIds: [directSpaceId(address)], type: 'normal' } as const;
	state.book.add({ ...sent, id: message?.id ?? id, createdAt: message?.createdAt ?? new Date(now).toISOString() }, now);
}
