import { malformed } from './errors';
import type { FieldShape, JsonValue } from './wire';

/**
 * The query parameters as fields of the request, for JSON.
 *
 * @param fields those that may come this way
 * @throws MiddlewareError for a parameter that no field has, that comes twice, or that no text can stand for
 */
export function queryFields(query: URLSearchParams, fields: readonly FieldShape[]): Record<string, JsonValue> {
	const given: Record<string, JsonValue> = {};
	for (const key of new Set(query.keys())) {
		const field = fields.find(({ jsonName, name }) => key === jsonName || key === name);
		if (field === undefined || field.kind === 'nested')
			throw malformed(`There is no query parameter ${shown(key)}`, { parameter: shown(key) });
		const { jsonName } = field;
		if (jsonName in given) throw malformed(`The query parameter ${jsonName} comes twice`, { parameter: jsonName });
		const values = query.getAll(key).map((text) => valueOf(field, text));
		if (!field.isList && values.length > 1) throw malformed(`The query parameter ${jsonName} comes twice`, { parameter: jsonName });
		given[jsonName] = field.isList ? values : (values[0] as JsonValue);
	}
	return given;
}

function valueOf({ kind, jsonName }: FieldShape, text: string): JsonValue {
	if (kind !== 'boolean') return text;
	if (text !== 'true' && text !== 'false')
		throw malformed(`The query parameter ${jsonName} is neither true nor false`, { parameter: jsonName });
	return text === 'true';
}

/** A name that a stranger has chosen, for an error. */
function shown(name: string): string {
	return name.replace(/[^\w.-]/g, '?').slice(0, 50);
}
