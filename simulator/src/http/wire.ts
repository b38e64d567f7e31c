import {
	createFileRegistry,
	fromBinary,
	fromJson,
	getOption,
	toBinary,
	toJson,
	type DescMessage,
	ScalarType,
	type JsonValue,
} from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { descriptors } from '../../../nodes/shared/spectrum/codec/generated/descriptors';

export type { JsonValue };

/** A field of a request, as far as a URL can carry it. */
export interface FieldShape {
	/** `chatGuid`. */
	readonly jsonName: string;
	/** `chat_guid`. */
	readonly name: string;
	/** What the text of a query parameter stands for; `nested`: a message that no text can stand for. */
	readonly kind: 'text' | 'boolean' | 'nested';
	readonly isList: boolean;
}

/** How a method travels over HTTP, as its annotation says. */
export interface HttpRule {
	readonly verb: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
	/** `/v1/messages/{message_guid}`. */
	readonly path: string;
	/** Whether the body carries all fields that the path does not name. */
	readonly takesBody: boolean;
}

/** A method of the wire files, with the JSON of its messages. */
export interface WireMethod {
	/** `MessageService`. */
	readonly service: string;
	/** `GetMessage`. */
	readonly method: string;
	/** Absent for a method that has no route of its own. */
	readonly rule?: HttpRule;
	readonly fields: readonly FieldShape[];
	/** The bytes of the request. Throws an Error that says what is wrong with the JSON. */
	encodeRequest(json: JsonValue): Uint8Array;
	decodeAnswer(bytes: Uint8Array): JsonValue;
}

/** What an annotation holds; read without generated code. */
interface Annotation {
	readonly pattern: { readonly case?: string; readonly value?: string };
	readonly body: string;
}

/** Every method of the wire files. */
export function wireMethods(): WireMethod[] {
	const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, Buffer.from(descriptors, 'base64')));
	const http = registry.getExtension('google.api.http');
	if (http === undefined) throw new Error('The wire files have no annotations');
	return [...registry]
		.filter((type) => type.kind === 'service')
		.flatMap(({ name, methods }) =>
			methods.map((method) => ({
				service: name,
				method: method.name,
				rule: ruleOf(getOption(method, http) as Annotation),
				fields: fieldsOf(method.input),
				encodeRequest: (json: JsonValue) => toBinary(method.input, fromJson(method.input, json)),
				decodeAnswer: (bytes: Uint8Array) => toJson(method.output, fromBinary(method.output, bytes)),
			})),
		);
}

function ruleOf({ pattern, body }: Annotation): HttpRule | undefined {
	if (pattern.case === undefined || pattern.value === undefined) return undefined;
	if (body !== '' && body !== '*') throw new Error(`The route ${pattern.value} has one field as its body, which no wire file had so far`);
	return { verb: pattern.case.toUpperCase() as HttpRule['verb'], path: pattern.value, takesBody: body === '*' };
}

function fieldsOf({ fields }: DescMessage): FieldShape[] {
	return fields.map(({ jsonName, name, fieldKind, scalar, message }) => {
		const isTime = message?.typeName === 'google.protobuf.Timestamp';
		const isNested = fieldKind === 'map' || (message !== undefined && !isTime);
		return { jsonName, name, isList: fieldKind === 'list', kind: isNested ? 'nested' : scalar === ScalarType.BOOL ? 'boolean' : 'text' };
	});
}
