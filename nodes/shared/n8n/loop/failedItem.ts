import type { IExecuteFunctions } from 'n8n-workflow';
import { readNamedSpace, spaceOfTarget } from '../../spectrum/model/namedSpace';
import type { FailedItem } from '../errors/errors';
import { readRecipient, recipientField } from '../fields/recipient';
import { expressionIn, unresolvedParameter } from '../parameters/unresolved';
import { cutTo } from '../../spectrum/values/cut';
import { jsonOf } from '../../spectrum/values/json';
import { present } from '../../spectrum/values/present';

/** Longest text of a field in the error output, in UTF-16 code units. */
const longest = 200;

/** Fields that name the recipient. A resource locator keeps its text in `value`. */
const fields = [recipientField.name, 'address', 'members', 'phoneNumber', 'recipient'] as const;

/**
 * The recipient of a failed item: its conversation, or the text that could not be read as one. An expression that gives
 * nothing counts as an empty text, because it meant someone who is not known. Never throws.
 */
export function failedItemOf(context: IExecuteFunctions, itemIndex: number): FailedItem {
	for (const name of fields) {
		const to = textOf(context, name, itemIndex);
		if (to !== undefined) return { to, ...conversationOf(context, itemIndex) };
	}
	return conversationOf(context, itemIndex) ?? refusedOf(context, itemIndex);
}

/** The conversation that was meant; undefined where it could not be read. */
function conversationOf(context: IExecuteFunctions, itemIndex: number): FailedItem | undefined {
	try {
		const { target, lineChoice } = readRecipient(context, itemIndex, { withMessage: true });
		const line = lineChoice.pinned ?? lineChoice.incoming;
		return { spaceId: spaceOfTarget(target).id, ...present({ line }) };
	} catch {
		return undefined;
	}
}

/**
 * The conversation of an item that was refused because of the conversation that it names. The next node must not take the
 * item for one about the person who started the run.
 */
function refusedOf(context: IExecuteFunctions, itemIndex: number): FailedItem {
	const named = readNamedSpace(context.getInputData()[itemIndex]?.json ?? {});
	switch (named.kind) {
		case 'nothing':
			return {};
		case 'space':
			return { spaceId: named.space.id, ...present({ line: named.phone }) };
		default:
			// The item names a conversation, but it is not known which one.
			return { to: '' };
	}
}

function textOf(context: IExecuteFunctions, name: string, itemIndex: number): string | undefined {
	try {
		const value: unknown = context.getNodeParameter(name, itemIndex, '', { extractValue: true });
		const text = typeof value === 'string' ? value : value === null || value === undefined ? '' : jsonOf(value);
		return text.trim() === '' && !isExpression(context, name) ? undefined : cutTo(text.trim(), longest);
	} catch {
		// The expression itself may be what failed.
		return isExpression(context, name) ? '' : undefined;
	}
}

function isExpression(context: IExecuteFunctions, name: string): boolean {
	const unresolved = unresolvedParameter(context, name);
	return (
		expressionIn(typeof unresolved === 'object' && unresolved !== null && 'value' in unresolved ? unresolved.value : unresolved) !==
		undefined
	);
}
