import { getMessage, listChatMessages } from '../codec/messageReads';
import { sha256Hex } from '../keys/hash';
import type { Message } from '../model/message';
import type { WriteKey } from '../keys/writeKey';
import { isOtherWrite, storedSource } from '../keys/writeSource';
import { toSpectrumError } from '../errors/from';
import { SpectrumError } from '../errors/SpectrumError';
import { isRefused } from './acceptance';
import { acceptRepeat, type Calls } from './calls';
import type { OpenSpace } from './openSpace';
import { refuseUnsent } from './unsent';
import type { KnownWrite } from './pool/writeMemory';
import { present } from '../values/present';

type SentMessage = Pick<Message, 'id'> & Partial<Message>;

/** The result of a send. */
export interface Sent {
	/**
	 * Absent when the server only reported that an earlier attempt succeeded, and the message was not found. Contains only the
	 * ID, time and text when it comes from the memory of the process.
	 */
	readonly message?: SentMessage;
	/**
	 * True when an earlier attempt succeeded: the server reported it, or answered with another content, or the process
	 * remembers it.
	 */
	readonly alreadySent: boolean;
}

/** The result of a write, such as a message. */
export interface WriteResult {
	readonly id: string;
	readonly createdAt?: string;
}

/** A write that must succeed only once. */
export interface WriteOnce<Result extends WriteResult> {
	readonly calls: Calls;
	readonly key: WriteKey;
	readonly step: string;
	/** The whole content, as any JSON value. Its hash is compared with that of an earlier write with the same key. */
	readonly content: unknown;
	/** True when the result belongs to an earlier attempt with another content. */
	readonly isEarlier?: (result: Result) => boolean;
	/**
	 * Looks up the result of an earlier attempt when the server only reports the repeat. `isSame`: the earlier attempt is
	 * known to have had the same content.
	 */
	readonly find?: (before: KnownWrite | undefined, isSame: boolean) => Promise<Result | undefined>;
}

/** What came of such a write. */
interface Outcome<Result extends WriteResult> {
	/** Absent when the server only reported the repeat, and nothing was found. */
	readonly result?: Result;
	/** True when an earlier attempt succeeded. */
	readonly alreadySent: boolean;
}

/** A message that must be sent only once. */
export interface SendOnce extends Pick<WriteOnce<Message>, 'calls' | 'key' | 'step' | 'content'> {
	/** The text that the message shows, if any. */
	readonly text?: string;
	/** The space to search when the server does not return the message. */
	readonly space?: OpenSpace;
}

/** Stands for the hash of an unknown content. */
const unknownContent = '';

/** How many of our newest messages are searched for a message that was already sent. */
const searchedMessages = 25;

/**
 * Makes a write. A repeat counts as done. Rejects with `duplicate` when the process knows that another item or branch used
 * the key for another content.
 */
export async function writeOnce<Result extends WriteResult>(
	write: WriteOnce<Result>,
	make: (id: string) => Promise<Result>,
): Promise<Outcome<Result>> {
	const { calls, key, step, isEarlier, find } = write;
	const id = key(step);
	const contentHash = hashOf(write);
	const before = noteAttempt(write, id, contentHash);
	const attempt = async (): Promise<Outcome<Result>> => {
		const result = await make(id);
		const isOld = isEarlier?.(result) === true;
		noteDone(calls, id, result, isOld ? (before?.contentHash ?? unknownContent) : contentHash);
		return { result, alreadySent: before?.isDone === true || isOld };
	};
	const forgetRefused = (error: unknown): never => {
		if (before === undefined && isRefused(toSpectrumError(error))) calls.memory.writes.delete(id);
		throw error;
	};
	return await acceptRepeat(attempt().catch(forgetRefused), async () => {
		const result = await find?.(before, before?.isDone === true && before.contentHash === contentHash);
		noteDone(calls, id, result);
		return { ...present({ result }), alreadySent: true };
	});
}

/** {@link writeOnce} for writes that return a message. Rejects with `notSent` when the message has failed. */
export async function sendOnce(send: SendOnce, make: (id: string) => Promise<Message>): Promise<Sent> {
	const { text } = send;
	const write: WriteOnce<SentMessage> = {
		...send,
		isEarlier: (message) => hasOtherText(message, text),
		find: async (before, isSame) => await earlierMessage(send, before, isSame),
	};
	const { result, alreadySent } = await writeOnce(write, async (id) => refuseUnsent(await make(id)));
	// The message of an earlier attempt may have failed, too.
	if (result !== undefined) refuseUnsent(result);
	return { ...present({ message: result }), alreadySent };
}

/** Looks up the key and notes the write before the server can receive it. */
function noteAttempt<Result extends WriteResult>(
	{ calls, key }: WriteOnce<Result>,
	id: string,
	contentHash: string,
): KnownWrite | undefined {
	const { writes } = calls.memory;
	const before = writes.get(id);
	if (before === undefined) {
		writes.set(id, { contentHash, isDone: false, ...(key.source === undefined ? {} : { source: storedSource(key.source) }) });
	} else if (
		before.contentHash !== contentHash &&
		before.source !== undefined &&
		key.source !== undefined &&
		isOtherWrite(before.source, key.source)
	) {
		throw keyUsedTwice(before);
	}
	return before;
}

function hashOf<Result extends WriteResult>({ calls, content }: WriteOnce<Result>): string {
	// A file that was uploaded again has another ID, so its hash takes the place of the ID.
	const withDigests = (name: string, value: unknown): unknown =>
		name === 'attachmentId' && typeof value === 'string' ? (calls.memory.digests.get(value) ?? value) : value;
	return sha256Hex(JSON.stringify(content, withDigests) ?? '');
}

/** Notes that the write succeeded, and the hash of its content if known. */
function noteDone({ memory: { writes } }: Calls, id: string, result: WriteResult | undefined, contentHash?: string): void {
	const before = writes.get(id);
	// The pool was closed in the meantime.
	if (before === undefined) return;
	const known = { ...before, ...present({ contentHash }), isDone: true };
	if (result === undefined) return writes.set(id, known);
	const { id: resultId, createdAt } = result;
	writes.set(id, { ...known, result: { id: resultId, ...present({ createdAt }) } });
}

/** Finds the message of an earlier attempt. If it cannot be found, that is not a failure, because it was sent. */
async function earlierMessage(
	{ calls, space, text }: SendOnce,
	before: KnownWrite | undefined,
	isSame: boolean,
): Promise<SentMessage | undefined> {
	if (isSame && before?.result !== undefined) return { ...before.result, ...present({ text }) };
	if (space === undefined) return undefined;
	try {
		if (before?.result !== undefined) return await calls.read(space, getMessage, before.result.id);
		if (text === undefined) return undefined;
		const filter = { spaceId: space.id, isFromMe: true, pageSize: searchedMessages };
		const { messages } = await calls.read(space, listChatMessages, filter);
		const fitting = messages.filter((message) => message.text !== undefined && !hasOtherText(message, text));
		return fitting.length === 1 ? fitting[0] : undefined;
	} catch (error) {
		if (toSpectrumError(error).kind === 'cancelled') throw error;
		return undefined;
	}
}

/** True when two texts differ. Servers change white space and put their own characters in place of a file or a mention. */
export function hasOtherText({ text: found }: Pick<Message, 'text'>, wanted: string | undefined): boolean {
	return found !== undefined && wanted !== undefined && comparable(found) !== comparable(wanted);
}

function comparable(text: string): string {
	return text.normalize('NFC').replace(/[\s\p{Cf}\uFFFC\uFFFD]+/gu, '');
}

function keyUsedTwice({ isDone, result }: KnownWrite): SpectrumError {
	const id = result === undefined ? '' : `, as message "${result.id}"`;
	return new SpectrumError({
		kind: 'duplicate',
		message: isDone
			? `Not sent: another item or branch was already sent under the same key${id}`
			: 'Not sent: another item or branch used the same key, and it is unknown whether it was sent',
		advice:
			'With the option Idempotency Key, give each message a key of its own, such as {{ $json.orderId }}-shipped. Without it, a repeated run has read its list in another order: add the option, with a field that names each item.',
	});
}
