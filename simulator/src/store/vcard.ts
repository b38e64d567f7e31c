/** A contact as a message carries it: its fields as texts or as structures, the way webhooks write them. */
export interface ContactFields {
	readonly name?: unknown;
	readonly phones?: unknown;
	readonly emails?: unknown;
	readonly addresses?: unknown;
	readonly org?: unknown;
	readonly urls?: unknown;
	readonly birthday?: unknown;
	readonly note?: unknown;
	/** The whole card; what stands here is the file. */
	readonly raw?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** The vCard of a contact: the bytes of its file in the event log, and `raw` in a webhook. */
export function cardOf(contact: ContactFields): string {
	if (typeof contact.raw === 'string') return contact.raw;
	const { name, org } = contact;
	const lines = ['BEGIN:VCARD', 'VERSION:3.0'];
	const add = (property: string, ...values: unknown[]): void => {
		const texts = values.map((value) => (typeof value === 'string' ? escaped(value) : ''));
		if (texts.some((text) => text !== '')) lines.push(`${property}:${texts.join(';')}`);
	};
	const { last, first, middle, prefix, suffix } = fieldsOf(name);
	add('N', last, first, middle, prefix, suffix);
	add('FN', formattedName(name) ?? 'contact');
	add('ORG', typeof org === 'string' ? org : fieldsOf(org).name);
	add('TITLE', fieldsOf(org).title);
	for (const { value, type } of valuesOf(contact.phones)) add(typed('TEL', type), value);
	for (const { value, type } of valuesOf(contact.emails)) add(typed('EMAIL', type), value);
	for (const address of Array.isArray(contact.addresses) ? contact.addresses : []) {
		const { street, city, region, postalCode, country, type } = fieldsOf(address);
		add(typed('ADR', type), '', '', street, city, region, postalCode, country);
	}
	for (const { value } of valuesOf(contact.urls)) add('URL', value);
	add('BDAY', contact.birthday);
	add('NOTE', contact.note);
	return [...lines, 'END:VCARD', ''].join('\r\n');
}

/** The name as one text; undefined for a contact without one. */
export function formattedName(name: unknown): string | undefined {
	if (typeof name === 'string') return name === '' ? undefined : name;
	const { formatted, prefix, first, middle, last, suffix } = fieldsOf(name);
	if (typeof formatted === 'string') return formatted;
	const parts = [prefix, first, middle, last, suffix].filter((part) => typeof part === 'string' && part !== '');
	return parts.length === 0 ? undefined : parts.join(' ');
}

function valuesOf(list: unknown): Fields[] {
	return Array.isArray(list) ? list.map((entry) => (typeof entry === 'string' ? { value: entry } : fieldsOf(entry))) : [];
}

function typed(property: string, type: unknown): string {
	return typeof type === 'string' ? `${property};TYPE=${type}` : property;
}

function fieldsOf(value: unknown): Fields {
	return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function escaped(text: string): string {
	return text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r?\n/g, '\\n');
}
