/** Fields of a JSON object. Their values are not checked. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object. */
export function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON object. Undefined for every other value. */
export function asFields(value: unknown): Fields | undefined {
	return isFields(value) ? value : undefined;
}

/** A value as JSON. Its type where it has none: it is circular, or nested more deeply than the stack. */
export function jsonOf(value: unknown): string {
	try {
		return JSON.stringify(value) ?? typeof value;
	} catch {
		return typeof value;
	}
}

/** A text that is not empty. Undefined for every other value. */
export function asText(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
