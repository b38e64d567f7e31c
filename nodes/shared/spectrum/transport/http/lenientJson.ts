import { ScalarType, type DescEnum, type DescField, type DescMessage, type JsonObject, type JsonValue } from '@bufbuild/protobuf';

/** Stands for a value that this version does not know. No enum of the wire uses it: a test holds that. */
export const unknownValue = 2_147_483_647;

/**
 * The JSON in a form that the JSON reader accepts whenever the same answer would be readable by gRPC. The reader refuses a
 * whole page of a history for one time or one text in it.
 *
 * - An enum value that this version does not know becomes a number, which is passed on. The reader would skip it, and a
 *   field without a value means the first value: a reaction of a new kind would become a heart.
 * - A text with half an emoji, as at the end of a cut text, gets U+FFFD in its place.
 * - A time that is none, or lies outside the years 1 to 9999, is left out. A server may count from another beginning.
 */
export function lenient(message: DescMessage, json: JsonValue): JsonValue {
	if (!isObject(json) || !message.typeName.startsWith('photon.')) return json;
	let changed: JsonObject | undefined;
	for (const field of message.fields) {
		for (const name of new Set([field.jsonName, field.name])) {
			const before = Object.hasOwn(json, name) ? json[name] : undefined;
			if (before === undefined) continue;
			const after = lenientField(field, before);
			// Null stands for a field without a value.
			if (after !== before) (changed ??= { ...json })[name] = after;
		}
	}
	return changed ?? json;
}

function lenientField(field: DescField, value: JsonValue): JsonValue {
	const one = lenientValue(field);
	if (one === undefined) return value;
	if (!Array.isArray(value)) return one(value);
	const after = value.map(one);
	return after.some((each, index) => each !== value[index]) ? after : value;
}

/** What is done to each value of a field. Undefined where nothing is. */
function lenientValue({ enum: type, message, scalar }: DescField): ((value: JsonValue) => JsonValue) | undefined {
	if (type !== undefined) return (value) => numbered(type, value);
	if (message?.typeName === 'google.protobuf.Timestamp') return (value) => (isTime(value) ? value : null);
	if (message !== undefined) return (value) => lenient(message, value);
	return scalar === ScalarType.STRING ? (value) => (typeof value === 'string' ? value.toWellFormed() : value) : undefined;
}

function numbered(type: DescEnum, value: JsonValue): JsonValue {
	if (typeof value !== 'string' || type.values.some(({ name }) => name === value)) return value;
	return unknownValue;
}

/** The first and the last moment that a time of the wire may be. */
const earliest = Date.parse('0001-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

function isTime(value: JsonValue): boolean {
	if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.test(value)) return false;
	const time = Date.parse(value);
	return time >= earliest && time <= latest;
}

function isObject(json: JsonValue): json is JsonObject {
	return typeof json === 'object' && json !== null && !Array.isArray(json);
}
