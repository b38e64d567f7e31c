/** `{ name: text }`, or nothing when there is no text. */
export function nonEmpty<Name extends string>(name: Name, text: string | undefined): { [K in Name]?: string } {
	return (text === undefined || text === '' ? {} : { [name]: text }) as { [K in Name]?: string };
}

/** The fields that say something. */
export function withoutEmpty(fields: object): Record<string, unknown> {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
}
