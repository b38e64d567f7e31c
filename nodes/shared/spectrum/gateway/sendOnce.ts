import { getMessage, listChatMessages } from '../codec/messageReads';
import { sha256Hex } from '../keys/hash';
import type { Message } from '../model/message';
import type { WriteKey } from '../keys/writeKey';
import { isOtherWrite, storedSource } from '../keys/writeSource';
import { toSpectrumError } from '../errors/from';
import { SpectrumError } from '../errors/SpectrumError';
import { isRefused } from './acceptance';
import { isDuplicate, type Calls } from './calls';
import type { OpenSpace } from './openSpace';
import { refuseUnsent } from './unsent';
import type { KnownWrite } from './pool/writeMemory';
import { present } from '../values/present';

type SentMessage = Pick<Message, 'id'> & Partial<Message>;

/** What became of a send. */
export interface Sent {
	/**
	 * Absent when the server only said that an earlier attempt had gone through, and it could not be found; not more than its
	 * id, time and text where the process knows it.
	 */
	readonly message?: SentMessage;
	/** True when the write is known to have gone through before: the server said so, or gave other words, or the process knows. */
	readonly alreadySent: boolean;
}

/** What a write becomes: a message, or something like one. */
export interface Written {
	readonly id: string;
	readonly createdAt?: string;
}

/** One write that is to go through once. */
export interface Once<Result extends Written> {
	readonly calls: Calls;
	readonly key: WriteKey;
	readonly step: string;
	/** Everything that is said, in whichever form: compared with what was said under the same key. */
	readonly said: unknown;
	/** True for a result that is not of this attempt. */
	readonly isAnother?: (result: Result) => boolean;
	/**
	 * Looks for what an earlier attempt has become, when the server only says that there was one. `isSame`: it is known to
	 * have said the same.
	 */
	readonly find?: (before: KnownWrite | undefined, isSame: boolean) => Promise<Result | undefined>;
}

/** A message that is to be sent once. */
export interface SendOnce extends Pick<Once<Message>, 'calls' | 'key' | 'step' | 'said'> {
	/** The text that the message shows, as far as it has one. */
	readonly text?: string;
	/** Where the message is looked for when the server does not give it. */
	readonly space?: OpenSpace;
}

/** Stands for the hash of words that nobody has compared. */
const unknownWords = '';

/** Newest own messages among which one is looked for that was already sent. */
const searchedMessages = 25;

/**
 * Makes a write whose repeat counts as done. Rejects with `duplicate` when the process knows that the key was used for
 * another item or branch, and for other words.
 */
export async function once<Result extends Written>(
	write: Once<Result>,
	make: (clientMessageId: string) => Promise<Result>,
): Promise<{ readonly result?: Result; readonly alreadySent: boolean }> {
	const { calls, key, step, isAnother, find } = write;
	const id = key(step);
	const said = hashOf(write);
	const before = begin(write, id, said);
	try {
		const result = await make(id);
		const isOld = isAnother?.(result) === true;
		note(calls, id, result, isOld ? (before?.said ?? unknownWords) : said);
		return { result, alreadySent: before?.isDone === true || isOld };
	} catch (error) {
		if (isDuplicate(error)) {
			const result = await find?.(before, before?.isDone === true && before.said === said);
			note(calls, id, result);
			return { ...present({ result }), alreadySent: true };
		}
		if (before === undefined && isRefused(toSpectrumError(error))) calls.memory.writes.delete(id);
		throw error;
	}
}

/** {@link once} for what the server answers with a message. Rejects with `notSent` where the answer says that it failed. */
export async function sendOnce(send: SendOnce, make: (clientMessageId: string) => Promise<Message>): Promise<Sent> {
	const { text } = send;
	const write: Once<SentMessage> = {
		...send,
		isAnother: (message) => differs(message, text),
		find: async (before, isSame) => await original(send, before, isSame),
	};
	const { result, alreadySent } = await once(write, async (id) => refuseUnsent(await make(id)));
	// An earlier attempt that was found may have failed likewise.
	if (result !== undefined) refuseUnsent(result);
	return { ...present({ message: result }), alreadySent };
}

/** Looks up the key, and notes the write before anything of it can arrive. */
function begin<Result extends Written>({ calls, key }: Once<Result>, id: string, said: string): KnownWrite | undefined {
	const { writes } = calls.memory;
	const before = writes.get(id);
	if (before === undefined) {
		writes.set(id, { said, isDone: false, ...(key.source === undefined ? {} : { source: storedSource(key.source) }) });
	} else if (before.said !== said && before.source !== undefined && key.source !== undefined && isOtherWrite(before.source, key.source)) {
		throw usedForAnother(before);
	}
	return before;
}

function hashOf<Result extends Written>({ calls, said }: Once<Result>): string {
	// A file that was uploaded again has another id.
	const asContent = (name: string, value: unknown): unknown =>
		name === 'attachmentId' && typeof value === 'string' ? (calls.memory.digests.get(value) ?? value) : value;
	return sha256Hex(JSON.stringify(said, asContent) ?? '');
}

/** Notes that it went through, and `said`, the words with which it did, where they are known. */
function note({ memory: { writes } }: Calls, id: string, result: Written | undefined, said?: string): void {
	const before = writes.get(id);
	// Of a pool that was closed meanwhile nothing is left.
	if (before === undefined) return;
	const known = { ...before, ...present({ said }), isDone: true };
	if (result === undefined) return writes.set(id, known);
	const { id: resultId, createdAt } = result;
	writes.set(id, { ...known, result: { id: resultId, ...present({ createdAt }) } });
}

/** The message that an earlier attempt has sent. That it cannot be found is no failure: it was sent. */
async function original({ calls, space, text }: SendOnce, before: KnownWrite | undefined, isSame: boolean): Promise<SentMessage | undefined> {
	if (isSame && before?.result !== undefined) return { ...before.result, ...present({ text }) };
	if (space === undefined) return undefined;
	try {
		if (before?.result !== undefined) return await calls.readIn(space, getMessage, before.result.id);
		if (text === undefined) return undefined;
		const filter = { spaceId: space.id, isFromMe: true, pageSize: searchedMessages };
		const { messages } = await calls.readIn(space, listChatMessages, filter);
		const fitting = messages.filter((message) => message.text !== undefined && !differs(message, text));
		return fitting.length === 1 ? fitting[0] : undefined;
	} catch (error) {
		if (toSpectrumError(error).kind === 'cancelled') throw error;
		return undefined;
	}
}

/** Servers change spaces, and put a mark of their own in the place of a file or a name. */
export function differs({ text: found }: Pick<Message, 'text'>, wanted: string | undefined): boolean {
	return found !== undefined && wanted !== undefined && bare(found) !== bare(wanted);
}

function bare(text: string): string {
	return text.normalize('NFC').replace(/[\s\p{Cf}\uFFFC\uFFFD]+/gu, '');
}

function usedForAnother({ isDone, result }: KnownWrite): SpectrumError {
	const id = result === undefined ? '' : `, as message "${result.id}"`;
	return new SpectrumError({
		kind: 'duplicate',
		message: isDone
			? `Not sent: another item or branch was already sent under the same key${id}`
			: 'Not sent: another item or branch has used the same key, and it is not known whether it was sent',
		advice:
			'With the option Idempotency Key, give each message a key of its own, such as {{ $json.orderId }}-shipped. Without it, a repeated run has read its list in another order: add the option, with a field that names each item.',
	});
}
