import { create, fromBinary, fromJson, toBinary, toJson, type DescMessage, type JsonObject, type JsonValue } from '@bufbuild/protobuf';
import { lenient } from './lenientJson';

export type { JsonObject, JsonValue } from '@bufbuild/protobuf';

/** A message of the wire as proto3 JSON. */
export function toWireJson(message: DescMessage, bytes: Uint8Array): JsonObject {
	return toJson(message, fromBinary(message, bytes)) as JsonObject;
}

/**
 * Proto3 JSON as bytes of the wire. Fields that this version does not know are left out, as a reader of the bytes would
 * skip them. Throws when the JSON is no such message.
 */
export function fromWireJson(message: DescMessage, json: JsonValue): Uint8Array {
	return toBinary(message, fromJson(message, lenient(message, json), { ignoreUnknownFields: true }));
}

/** The fields of a message of the wire. Bytes in it are not copied. */
export function readWire<Fields>(message: DescMessage, bytes: Uint8Array): Fields {
	return fromBinary(message, bytes) as unknown as Fields;
}

/** The bytes of a message of the wire with these fields. */
export function writeWire(message: DescMessage, fields: object): Uint8Array {
	return toBinary(message, create(message, fields as never));
}
