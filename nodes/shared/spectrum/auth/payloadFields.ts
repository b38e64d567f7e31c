import { asLabel } from '../values/label';

/** A fault that the parsers of answers throw. The client turns it into an error. It names the fault, never the value. */
export class PayloadFault extends Error {}

export type Fields = Readonly<Record<string, unknown>>;

export function asObject(value: unknown, name: string): Fields {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new PayloadFault(`${name} is not an object`);
	}
	return value as Fields;
}

export function asList(value: unknown, name: string): unknown[] {
	if (!Array.isArray(value)) throw new PayloadFault(`${name} is not a list`);
	return value;
}

export function asText(value: unknown, name: string): string {
	if (typeof value !== 'string' || value === '') throw new PayloadFault(`${name} is missing`);
	return value;
}

/** A text that people see in a list or an error: one line of limited length. */
export function optionalLabel(value: unknown): string | undefined {
	const text = optionalText(value);
	return text === undefined ? undefined : optionalText(asLabel(text));
}

export function optionalText(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
