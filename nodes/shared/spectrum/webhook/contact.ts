import type { EventContent } from '../model/event/event';
import { asFields, type Fields, asText } from '../values/json';
import { asLabel } from '../values/label';

/** Limits of a contact in an event. Strangers write contacts, and n8n copies an item many times. */
const limits = {
	/** UTF-16 code units of one text. */
	characters: 10_000,
	/** Numbers, addresses and the like of one kind. */
	entries: 100,
	/** Fields of one object. */
	fields: 50,
	/** Objects and lists within each other, as `addresses[0].parts.city`. */
	levels: 4,
	/** UTF-16 code units of the card itself. Half a card is useless, so a larger card is left out. */
	card: 1_000_000,
} as const;

/** Parts of a name, in the order in which they are written. */
const nameParts = ['prefix', 'first', 'middle', 'last', 'suffix'] as const;

/**
 * A contact in the form of events. `name` is delivered as a text or, to newer registrations, as the parts of the name; then
 * `displayName` is the text. `isCut` is set when something exceeded a limit and was cut or left out.
 */
export function readContact(contact: Fields): EventContent {
	const cut = new Cut();
	const { raw, type: _type, displayName: _displayName, isCut: _isCut, ...fields } = contact;
	const read = cut.fields(fields, limits.levels);
	const displayName = displayNameOf(read.name);
	const card = typeof raw === 'string' && raw !== '' && !cut.when(raw.length > limits.card) ? { raw } : {};
	return {
		type: 'contact',
		...read,
		...(displayName === undefined ? {} : { displayName: asLabel(displayName) }),
		...card,
		...(cut.isCut ? { isCut: true } : {}),
	};
}

function displayNameOf(name: unknown): string | undefined {
	const parts = asFields(name);
	if (parts === undefined) return undefined;
	const joined = nameParts.map((part) => asText(parts[part])?.trim()).filter((part) => part !== undefined && part !== '');
	return asText(parts.formatted) ?? asText(joined.join(' '));
}

/** Copies values within the limits, without empty ones, and notes whether anything exceeded a limit. */
class Cut {
	isCut = false;

	when(isOver: boolean): boolean {
		this.isCut ||= isOver;
		return isOver;
	}

	fields(fields: Fields, levels: number): Record<string, unknown> {
		const entries = Object.entries(fields);
		this.when(entries.length > limits.fields);
		const stored = entries.slice(0, limits.fields).map(([name, value]) => [name, this.value(value, levels)] as const);
		return Object.fromEntries(stored.filter(([, value]) => value !== undefined));
	}

	private value(value: unknown, levels: number): unknown {
		if (value === null || value === undefined || value === '') return undefined;
		if (typeof value === 'string') return this.when(value.length > limits.characters) ? value.slice(0, limits.characters) : value;
		if (typeof value !== 'object') return value;
		if (this.when(levels === 0)) return undefined;
		if (!Array.isArray(value)) return this.fields(value as Fields, levels - 1);
		this.when(value.length > limits.entries);
		const entries = value.slice(0, limits.entries) as unknown[];
		return entries.map((entry) => this.value(entry, levels - 1)).filter((entry) => entry !== undefined);
	}
}
