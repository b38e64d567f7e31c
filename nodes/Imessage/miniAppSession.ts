import type { IExecuteFunctions } from 'n8n-workflow';
import type { MiniAppSession } from '../shared/spectrum/model/miniApp';
import { parseSpaceId, spaceIdExample } from '../shared/spectrum/model/space';
import type { Target } from '../shared/spectrum/model/target';
import { ItemError } from '../shared/n8n/errors/itemError';
import { checkedId, invalid, optionalText } from '../shared/n8n/parameters/parameters';
import { shownValue } from '../shared/n8n/parameters/plainValue';
import { sessionField } from './cardFields';

const example = '{{ $json.miniAppSession }}, as Send Mini-App Card gives it';
const parts = ['messageId', 'spaceId', 'sessionId', 'targetMessageId'] as const;

/** Reads which card to update: from the field, or from the incoming item when the field is empty. */
export function readSession(context: IExecuteFunctions, itemIndex: number): MiniAppSession {
	const given: unknown = context.getNodeParameter(sessionField.name, itemIndex, '');
	if (typeof given === 'object' && given !== null) return toSession(itemIndex, given, shownValue(given));
	const found = optionalText(context, sessionField, itemIndex).trim();
	if (found !== '') return toSession(itemIndex, parsed(itemIndex, found), found);
	const incoming = context.getInputData()[itemIndex]?.json.miniAppSession;
	if (typeof incoming === 'object' && incoming !== null) return toSession(itemIndex, incoming, shownValue(incoming));
	throw new ItemError(itemIndex, {
		kind: 'invalid',
		message: `The field "${sessionField.displayName}" is empty, and the item has no miniAppSession`,
		advice: `Enter ${example}, or place this node after the one that sent the card.`,
	});
}

/** The conversation that the card is in. */
export function targetOfSession(itemIndex: number, { spaceId }: MiniAppSession): Target {
	const space = parseSpaceId(spaceId);
	if (space.ok) return { by: 'space', space: space.value };
	throw invalid(itemIndex, `${sessionField.displayName}, spaceId`, space.problem, spaceId, spaceIdExample);
}

function parsed(itemIndex: number, found: string): object {
	try {
		const value: unknown = JSON.parse(found);
		if (typeof value === 'object' && value !== null) return value;
	} catch {
		// Falls through: a text that is not JSON is not a session either.
	}
	throw invalid(itemIndex, sessionField.displayName, 'is not the session of a card', found, example);
}

function toSession(itemIndex: number, value: object, found: string): MiniAppSession {
	const fields = value as Record<string, unknown>;
	const missing = parts.filter((part) => typeof fields[part] !== 'string' || fields[part] === '');
	if (missing.length > 0) {
		throw invalid(itemIndex, sessionField.displayName, `has no ${missing.join(', no ')}`, found, example);
	}
	const idIn = (part: (typeof parts)[number]): string =>
		checkedId(itemIndex, `${sessionField.displayName}, ${part}`, fields[part] as string, example);
	return {
		messageId: idIn('messageId'),
		spaceId: fields.spaceId as string,
		sessionId: idIn('sessionId'),
		targetMessageId: idIn('targetMessageId'),
	};
}
