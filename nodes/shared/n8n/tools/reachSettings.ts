import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { spaceOfTarget } from '../../spectrum/model/namedSpace';
import { parseAddressList } from '../../spectrum/model/address/recipients';
import { directSpaceId, spaceKey } from '../../spectrum/model/space';
import { targetOfAddress, targetOfSpaceId } from '../../spectrum/model/target';
import { SpectrumError } from '../../spectrum/errors/SpectrumError';
import {
	allowGroupChangesField,
	callsPerRunField,
	newConversationsPerRunField,
	reachAddressesField,
	reachField,
	type ReachMode,
} from '../fields/reach';
import { readDefaultCountry } from '../fields/defaultCountry';
import { unresolvedParameter } from '../parameters/unresolved';

/**
 * The limits that the author of a workflow sets for a tool. All are fixed values of the node, which a model cannot
 * change.
 */
export interface ReachSettings {
	readonly mode: ReachMode;
	/** Keys of the listed conversations, and of those whose address is typed into the node. */
	readonly listed: ReadonlySet<string>;
	readonly callsPerRun: number;
	readonly newConversationsPerRun: number;
	readonly allowGroupChanges: boolean;
	/** True when an expression decides on the line. */
	readonly lineIsExpression: boolean;
}

/** Parameters in which an author types addresses. */
const typedFields = ['to', 'address', 'members'] as const;

/** Reads the settings as the workflow stores them, unresolved. An expression in a setting is refused. */
export function readReachSettings(context: IExecuteFunctions, itemIndex: number): ReachSettings {
	const mode = fixed(context, reachField);
	if (mode !== 'conversation' && mode !== 'listed' && mode !== 'anyone') {
		throw wrong(reachField, `is not one of its choices; found "${String(mode)}"`, 'Choose one in the panel of the tool.');
	}
	// The same country as for the field itself, but only if the author chose it.
	const country = isExpression(unresolvedParameter(context, 'options.defaultCountry')) ? undefined : readDefaultCountry(context, itemIndex);
	const listed = [
		...keysOf(fixed(context, reachAddressesField)),
		...typedFields.flatMap((name) => typedKeys(unresolvedParameter(context, name), country)),
	];
	return {
		mode,
		listed: new Set(listed),
		callsPerRun: count(context, callsPerRunField),
		newConversationsPerRun: count(context, newConversationsPerRunField),
		allowGroupChanges: fixed(context, allowGroupChangesField) === true,
		lineIsExpression: isExpression(valueOf(unresolvedParameter(context, 'options.line'))),
	};
}

function fixed(context: IExecuteFunctions, field: INodeProperties): unknown {
	const unresolved = unresolvedParameter(context, field.name) ?? field.default;
	if (isExpression(unresolved)) {
		throw wrong(field, 'holds an expression, which a model could steer', 'Enter a fixed value in the panel of the tool.');
	}
	return unresolved;
}

function count(context: IExecuteFunctions, field: INodeProperties): number {
	const value = Number(fixed(context, field));
	if (Number.isInteger(value) && value >= 0) return value;
	throw wrong(field, 'is not a whole number', `Enter a number such as ${Number(field.default)}.`);
}

/**
 * The listed conversations. A wrong entry is refused, because otherwise the tool could not reach the person who was
 * meant.
 */
function keysOf(list: unknown): string[] {
	if (typeof list !== 'string' || list.trim() === '') return [];
	return list
		.split(/[,\n]/)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '')
		.map((entry) => {
			const parsed = entry.includes(';') ? targetOfSpaceId(entry) : targetOfAddress(entry);
			if (!parsed.ok)
				throw wrong(
					reachAddressesField,
					`has the entry "${entry}", which ${parsed.problem}`,
					'Enter it like this: +15551234567, alice@example.com',
				);
			return spaceKey(spaceOfTarget(parsed.value).id);
		});
}

/**
 * The addresses that are typed into a field of the node as fixed text. Unreadable ones are refused where the field is
 * read.
 */
function typedKeys(unresolved: unknown, country: string | undefined): string[] {
	const value = valueOf(unresolved);
	if (typeof value !== 'string' || value.trim() === '' || isExpression(value)) return [];
	if (value.includes(';')) {
		const parsed = targetOfSpaceId(value);
		return parsed.ok ? [spaceKey(spaceOfTarget(parsed.value).id)] : [];
	}
	const parsed = parseAddressList(value, country);
	return parsed.ok ? parsed.value.map((address) => spaceKey(directSpaceId(address))) : [];
}

/** The value of a resource locator, or the text that replaces it. */
function valueOf(unresolved: unknown): unknown {
	return typeof unresolved === 'object' && unresolved !== null && 'value' in unresolved ? unresolved.value : unresolved;
}

function isExpression(value: unknown): boolean {
	return typeof value === 'string' && value.startsWith('=');
}

function wrong(field: INodeProperties, problem: string, advice: string): SpectrumError {
	return new SpectrumError({ kind: 'invalid', message: `The tool's setting "${field.displayName}" ${problem}`, advice });
}
