import type { Parsed } from './address/address';

/** A message, or one part of it. */
export interface MessageRef {
	/** The message ID without a part prefix. */
	readonly id: string;
	/** Index of one bubble in a message with several bubbles. Absent means the whole message. */
	readonly part?: number;
}

/** Example for errors about a message ID. */
export const messageIdExample = 'spc-msg-0b6c1a7e-5d0f-4a53-9f43-2f1f4c8f7a10, or p:1/spc-msg-… for its second part';

/** Reads a message ID. `p:<index>/<id>` names a part. The wire carries the index and the ID in separate fields. */
export function parseMessageId(input: string): Parsed<MessageRef> {
	const text = input.trim();
	if (text === '') return { ok: false, problem: 'is empty' };
	if (!text.startsWith('p:')) return { ok: true, value: { id: text } };
	const match = /^p:(\d{1,4})\/(.+)$/.exec(text);
	if (match === null) return { ok: false, problem: 'starts like a part of a message, but is not of the form p:<index>/<message id>' };
	return { ok: true, value: { id: match[2] ?? '', part: Number(match[1]) } };
}

/** Formats a message ID as people and the Trigger write it. */
export function formatMessageId(ref: MessageRef): string {
	return ref.part === undefined ? ref.id : `p:${ref.part}/${ref.id}`;
}

/**
 * The message that an item is about. The Trigger's output has `message.id`, or for a reaction the ID of the message that
 * got the reaction. The output of an action has `messageId`.
 */
export function incomingMessageOf(json: Readonly<Record<string, unknown>>): MessageRef | undefined {
	const reactedTo = field(field(json, 'content'), 'target');
	const id = field(reactedTo, 'id') ?? field(field(json, 'message'), 'id') ?? json.messageId;
	if (typeof id !== 'string') return undefined;
	const parsed = parseMessageId(id);
	return parsed.ok ? parsed.value : undefined;
}

function field(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
