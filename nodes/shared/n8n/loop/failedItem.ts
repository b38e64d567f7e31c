import type { IExecuteFunctions } from 'n8n-workflow';
import { readNamedSpace, spaceOfTarget } from '../../spectrum/model/namedSpace';
import type { FailedItem } from '../errors/errors';
import { readRecipient, recipientField } from '../fields/recipient';
import { expressionIn, writtenParameter } from '../parameters/unresolved';
import { present } from '../../spectrum/values/present';

/** Longest text that is kept of a field. */
const longest = 200;

/** Fields in which a node is told whom to reach. A resource locator keeps its text in `value`. */
const fields = [recipientField.name, 'address', 'members', 'phoneNumber', 'recipient'] as const;

/**
 * What a failed item was about: the conversation, or the text that could not be read as one. A field with an expression
 * that gives nothing is an empty text: it meant someone, and nobody knows whom. Never throws.
 */
export function whatItNamed(context: IExecuteFunctions, itemIndex: number): FailedItem {
	for (const name of fields) {
		const to = textOf(context, name, itemIndex);
		if (to !== undefined) return { to, ...conversationOf(context, itemIndex) };
	}
	return conversationOf(context, itemIndex) ?? refusedOf(context, itemIndex);
}

/** The conversation that was meant; undefined where it could not be read. */
function conversationOf(context: IExecuteFunctions, itemIndex: number): FailedItem | undefined {
	try {
		const { target, wish } = readRecipient(context, itemIndex, { withMessage: true });
		const line = wish.pinned ?? wish.incoming;
		return { spaceId: spaceOfTarget(target).id, ...present({ line }) };
	} catch {
		return undefined;
	}
}

/** An item that was refused because of whom it names still names them: the next node must not take it for the writer's. */
function refusedOf(context: IExecuteFunctions, itemIndex: number): FailedItem {
	const named = readNamedSpace(context.getInputData()[itemIndex]?.json ?? {});
	switch (named.kind) {
		case 'nothing':
			return {};
		case 'space':
			return { spaceId: named.space.id, ...present({ line: named.phone }) };
		default:
			// It means someone, and nobody knows whom.
			return { to: '' };
	}
}

function textOf(context: IExecuteFunctions, name: string, itemIndex: number): string | undefined {
	try {
		const value: unknown = context.getNodeParameter(name, itemIndex, '', { extractValue: true });
		const text = typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
		return text.trim() === '' && !isExpression(context, name) ? undefined : text.trim().slice(0, longest);
	} catch {
		// The expression itself may be what failed.
		return isExpression(context, name) ? '' : undefined;
	}
}

function isExpression(context: IExecuteFunctions, name: string): boolean {
	const written = writtenParameter(context, name);
	return expressionIn(typeof written === 'object' && written !== null && 'value' in written ? written.value : written) !== undefined;
}
