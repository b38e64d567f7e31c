import { targetOfAddress, targetOfSpaceId, type Target } from './target';
import { directSpaceId, isSameSpace, parseSpaceId, type SpaceRef } from './space';
import { cutTo } from '../values/cut';
import { asFields, jsonOf } from '../values/json';

/** A space, and the line that is named in the same place. */
export interface NamedConversation {
	readonly space: SpaceRef;
	/** Number of the line, or `shared`. */
	readonly phone?: string;
}

/** The space that an item names, or why it names none. */
export type NamedSpace =
	/** The item has none of the fields that name a space. */
	| { readonly kind: 'nothing' }
	| ({ readonly kind: 'space' } & NamedConversation)
	/** A field that should name a space is present, but its value cannot be used. */
	| { readonly kind: 'unusable'; readonly field: string; readonly found: string }
	/** Two fields of the item name different spaces. */
	| { readonly kind: 'several'; readonly found: readonly [string, string] };

/** Longest text of an item that an error repeats. */
const longestShown = 100;

/**
 * The space that an item names. The Trigger uses `space.id` and `space.phone`, an action uses `spaceId` and `line`, and a
 * failed action uses `error.spaceId`, `error.to` and `error.line`.
 *
 * A field with an unusable value is never treated as absent. Otherwise the message would go to the person who started the
 * run, although the item is about someone else.
 */
export function readNamedSpace(json: Readonly<Record<string, unknown>>): NamedSpace {
	const names = [ofNested(json), ofFlat(json), ofError(json)].filter((name) => name.kind !== 'nothing');
	const unusable = names.find((name) => name.kind === 'unusable');
	if (unusable !== undefined) return unusable;
	const spaces = names.filter((name) => name.kind === 'space');
	const [first, ...others] = spaces;
	if (first === undefined) return { kind: 'nothing' };
	const other = others.find(({ space }) => !isSameSpace(space, first.space));
	if (other !== undefined) return { kind: 'several', found: [first.space.id, other.space.id] };
	return spaces.find(({ phone }) => phone !== undefined) ?? first;
}

/** The Trigger's form. */
function ofNested(json: Readonly<Record<string, unknown>>): NamedSpace {
	if (json.space === undefined) return { kind: 'nothing' };
	const nested = asFields(json.space);
	if (nested === undefined) return unusable('space', json.space);
	return ofId('space.id', nested.id, nested.phone ?? json.line);
}

/** An action's form. */
function ofFlat(json: Readonly<Record<string, unknown>>): NamedSpace {
	return json.spaceId === undefined ? { kind: 'nothing' } : ofId('spaceId', json.spaceId, json.line);
}

/** The form of a failed action. */
function ofError(json: Readonly<Record<string, unknown>>): NamedSpace {
	const error = asFields(json.error);
	if (error?.spaceId !== undefined) return ofId('error.spaceId', error.spaceId, error.line);
	if (error?.to === undefined) return { kind: 'nothing' };
	const target = typeof error.to === 'string' ? ofText(error.to) : undefined;
	if (target === undefined) return unusable('error.to', error.to);
	return named(spaceOfTarget(target), error.line);
}

function ofText(text: string): Target | undefined {
	const parsed = text.includes(';') ? targetOfSpaceId(text) : targetOfAddress(text);
	return parsed.ok ? parsed.value : undefined;
}

function ofId(field: string, id: unknown, phone: unknown): NamedSpace {
	const parsed = typeof id === 'string' ? parseSpaceId(id) : undefined;
	return parsed?.ok === true ? named(parsed.value, phone) : unusable(field, id);
}

function named(space: SpaceRef, phone: unknown): NamedSpace {
	return { kind: 'space', space, ...(typeof phone === 'string' && phone !== '' ? { phone } : {}) };
}

function unusable(field: string, value: unknown): NamedSpace {
	const text = typeof value === 'string' ? value : value === undefined ? 'nothing' : jsonOf(value);
	return { kind: 'unusable', field, found: cutTo(text, longestShown) };
}

/** The space of a target. */
export function spaceOfTarget(target: Target): SpaceRef {
	if (target.by === 'space') return target.space;
	return { id: directSpaceId(target.address), type: 'dm', address: target.address };
}
