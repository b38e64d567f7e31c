import { targetOfAddress, targetOfSpaceId, type Target } from './target';
import { directSpaceId, isSameSpace, parseSpaceId, type SpaceRef } from './space';

/** A conversation, and the line that the same place names for it. */
export interface NamedConversation {
	readonly space: SpaceRef;
	/** Number of the line, or `shared`. */
	readonly phone?: string;
}

/** What an item says about its conversation. */
export type NamedSpace =
	/** It has none of the fields that name a conversation. */
	| { readonly kind: 'nothing' }
	| ({ readonly kind: 'space' } & NamedConversation)
	/** A field that should name a conversation is there, but it names none that can be written to. */
	| { readonly kind: 'unusable'; readonly field: string; readonly found: string }
	/** Two of its fields name different conversations. */
	| { readonly kind: 'several'; readonly found: readonly [string, string] };

/** Longest text of an item that an error repeats. */
const longestShown = 100;

/**
 * The conversation that an item names: as the Trigger gives it (`space.id`, `space.phone`), as an action gives it
 * (`spaceId`, `line`), or as a failed action keeps it (`error.spaceId`, `error.to`, `error.line`).
 *
 * A field that is there but names nothing usable is never taken for an absent one: the message would go to the person who
 * started the run, although the item was about another.
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
	const nested = fieldsOf(json.space);
	if (nested === undefined) return unusable('space', json.space);
	return ofId('space.id', nested.id, nested.phone ?? json.line);
}

/** An action's form. */
function ofFlat(json: Readonly<Record<string, unknown>>): NamedSpace {
	return json.spaceId === undefined ? { kind: 'nothing' } : ofId('spaceId', json.spaceId, json.line);
}

/** What a failed action was about. */
function ofError(json: Readonly<Record<string, unknown>>): NamedSpace {
	const error = fieldsOf(json.error);
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
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
	return { kind: 'unusable', field, found: text.slice(0, longestShown) };
}

/** The conversation of a target. */
export function spaceOfTarget(target: Target): SpaceRef {
	if (target.by === 'space') return target.space;
	return { id: directSpaceId(target.address), type: 'dm', address: target.address };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}
