import type { DescEnum, DescField, DescMessage, JsonObject, JsonValue } from '@bufbuild/protobuf';

/** Stands for a value that this version does not know. No enum of the wire uses it: a test holds that. */
export const unknownValue = 2_147_483_647;

/**
 * The JSON with a number instead of each name of an enum value that this version does not know. On the wire such a value is
 * a number that is passed on. The JSON reader would skip it, and a field without a value means the first value: a
 * reaction of a new kind would become a heart.
 */
export function withNumberedEnums(message: DescMessage, json: JsonValue): JsonValue {
	if (!isObject(json) || !message.typeName.startsWith('photon.')) return json;
	let changed: JsonObject | undefined;
	for (const field of message.fields) {
		for (const name of new Set([field.jsonName, field.name])) {
			const before = Object.hasOwn(json, name) ? json[name] : undefined;
			if (before === undefined) continue;
			const after = numberedField(field, before);
			if (after !== before) (changed ??= { ...json })[name] = after;
		}
	}
	return changed ?? json;
}

function numberedField(field: DescField, value: JsonValue): JsonValue {
	const one = (each: JsonValue): JsonValue => {
		if (field.enum !== undefined) return numbered(field.enum, each);
		return field.message === undefined ? each : withNumberedEnums(field.message, each);
	};
	if (field.enum === undefined && field.message === undefined) return value;
	if (!Array.isArray(value)) return one(value);
	const after = value.map(one);
	return after.some((each, index) => each !== value[index]) ? after : value;
}

function numbered(type: DescEnum, value: JsonValue): JsonValue {
	if (typeof value !== 'string' || type.values.some(({ name }) => name === value)) return value;
	return unknownValue;
}

function isObject(json: JsonValue): json is JsonObject {
	return typeof json === 'object' && json !== null && !Array.isArray(json);
}
