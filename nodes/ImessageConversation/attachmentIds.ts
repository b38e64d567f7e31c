import type { IExecuteFunctions } from 'n8n-workflow';
import { contentsIn } from '../shared/spectrum/model/event/eventFiles';
import { fromItemOrEvent } from '../shared/n8n/parameters/incoming';
import { ItemError } from '../shared/n8n/errors/itemError';
import { idParameter } from '../shared/n8n/parameters/parameters';
import { attachmentField } from './conversationFields';

const attachmentIdExample = '{{ $json.content.id }}';

/** Reads which files one item is about: the one in the field, or all files of the incoming message when the field is empty. */
export function readAttachmentIds(context: IExecuteFunctions, itemIndex: number): string[] {
	const named = idParameter(context, attachmentField, itemIndex, attachmentIdExample);
	if (named !== '') return [named];
	const incoming = fromItemOrEvent(context, itemIndex, attachmentIdsOf);
	if (incoming !== undefined) return incoming;
	throw new ItemError(itemIndex, {
		kind: 'invalid',
		message: `The field "${attachmentField.displayName}" is empty, and the item has no attachment`,
		advice: `Enter an ID such as ${attachmentIdExample}, or let only messages with attachments reach this node, for example with a Filter node.`,
	});
}

/**
 * The files of an item: of the Trigger's output (`content`: an attachment, a voice memo, an album, a burst, or a reply with
 * one of them) or of this node's (`attachments`, or the whole `message`).
 */
export function attachmentIdsOf(json: Readonly<Record<string, unknown>>): string[] | undefined {
	const ids = [...contentsIn(json).flatMap(idOfFile), ...idsOfList(json.attachments), ...idsOfList(field(json.message, 'attachments'))];
	return ids.length === 0 ? undefined : [...new Set(ids)];
}

function idOfFile({ type, id }: Readonly<Record<string, unknown>>): string[] {
	return (type === 'attachment' || type === 'voice') && typeof id === 'string' && id !== '' ? [id] : [];
}

function idsOfList(list: unknown): string[] {
	if (!Array.isArray(list)) return [];
	return list
		.map((entry) => field(entry, 'attachmentId') ?? field(entry, 'id'))
		.filter((id): id is string => typeof id === 'string' && id !== '');
}

function field(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
