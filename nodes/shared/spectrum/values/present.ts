/** The type of {@link present}: a field that may be undefined may be absent instead. */
export type Present<Fields> = { [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name] } & {
	[Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<Fields[Name], undefined>;
};

/**
 * The fields that have a value, in their order. An undefined field is left out, because an item must not show a field
 * without a value.
 */
export function present<Fields extends object>(fields: Fields): Present<Fields> {
	// A loop, because every message and event passes here many times.
	const kept: Record<string, unknown> = {};
	for (const name of Object.keys(fields)) {
		const value = (fields as Readonly<Record<string, unknown>>)[name];
		if (value !== undefined) kept[name] = value;
	}
	return kept as Present<Fields>;
}

/** The text, or undefined if it is empty. */
export function nonEmpty(text: string | undefined): string | undefined {
	return text === '' ? undefined : text;
}

/** The fields that have a value: undefined, null and empty texts are left out. */
export function withoutEmpty(fields: object): Record<string, unknown> {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ''));
}
