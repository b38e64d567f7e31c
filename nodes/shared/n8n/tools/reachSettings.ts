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
import { writtenParameter } from '../parameters/unresolved';

/** What the author of a workflow allows a tool. All of it is fixed text of the node: nothing a model says is part of it. */
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

/** Reads the settings as they are written, without resolving anything. An expression in one of them is refused. */
export function readReachSettings(context: IExecuteFunctions, itemIndex: number): ReachSettings {
	const mode = fixed(context, reachField);
	if (mode !== 'conversation' && mode !== 'listed' && mode !== 'anyone') {
		throw wrong(reachField, `is not one of its choices; found "${String(mode)}"`, 'Choose one in the panel of the tool.');
	}
	// As the field itself is read, but only where the author chose the country.
	const country = isExpression(writtenParameter(context, 'options.defaultCountry')) ? undefined : readDefaultCountry(context, itemIndex);
	const listed = [...keysOf(fixed(context, reachAddressesField)), ...typedFields.flatMap((name) => typedKeys(writtenParameter(context, name), country))];
	return {
		mode,
		listed: new Set(listed),
		callsPerRun: count(context, callsPerRunField),
		newConversationsPerRun: count(context, newConversationsPerRunField),
		allowGroupChanges: fixed(context, allowGroupChangesField) === true,
		lineIsExpression: isExpression(valueOf(writtenParameter(context, 'options.line'))),
	};
}

function fixed(context: IExecuteFunctions, field: INodeProperties): unknown {
	const written = writtenParameter(context, field.name) ?? field.default;
	if (isExpression(written)) {
		throw wrong(field, 'holds an expression, which a model could steer', 'Enter a fixed value in the panel of the tool.');
	}
	return written;
}

function count(context: IExecuteFunctions, field: INodeProperties): number {
	const value = Number(fixed(context, field));
	if (Number.isInteger(value) && value >= 0) return value;
	throw wrong(field, 'is not a whole number', `Enter a number such as ${Number(field.default)}.`);
}

/** What the author listed. A wrong entry is refused: it would otherwise shut out the person who was meant. */
function keysOf(list: unknown): string[] {
	if (typeof list !== 'string' || list.trim() === '') return [];
	return list
		.split(/[,\n]/)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '')
		.map((entry) => {
			const parsed = entry.includes(';') ? targetOfSpaceId(entry) : targetOfAddress(entry);
			if (!parsed.ok) throw wrong(reachAddressesField, `has the entry "${entry}", which ${parsed.problem}`, 'Enter it like this: +15551234567, alice@example.com');
			return spaceKey(spaceOfTarget(parsed.value).id);
		});
}

/** What is typed into a field of the node as fixed text. What cannot be read there is refused where the field is read. */
function typedKeys(written: unknown, country: string | undefined): string[] {
	const value = valueOf(written);
	if (typeof value !== 'string' || value.trim() === '' || isExpression(value)) return [];
	if (value.includes(';')) {
		const parsed = targetOfSpaceId(value);
		return parsed.ok ? [spaceKey(spaceOfTarget(parsed.value).id)] : [];
	}
	const parsed = parseAddressList(value, country);
	return parsed.ok ? parsed.value.map((address) => spaceKey(directSpaceId(address))) : [];
}

/** The value of a resource locator, or the text that stands in its place. */
function valueOf(written: unknown): unknown {
	return typeof written === 'object' && written !== null && 'value' in written ? written.value : written;
}

function isExpression(value: unknown): boolean {
	return typeof value === 'string' && value.startsWith('=');
}

function wrong(field: INodeProperties, problem: string, advice: string): SpectrumError {
	return new SpectrumError({ kind: 'invalid', message: `The tool's setting "${field.displayName}" ${problem}`, advice });
}
