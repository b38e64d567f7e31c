import path from 'node:path';
import type { EnumDescriptor, FieldDescriptor, FileDescriptor, MessageDescriptor, MethodDescriptor } from './descriptors';
import { enumsOf, messagesOf, oneofOf } from './descriptors';
import { doubleField, lengthField, varint, varintField, wire } from './wireFormat';

/** What generated messages have in common; fields are reached by name. */
interface Generated {
	readonly [field: string]: unknown;
	serialize(): Uint8Array;
}
interface GeneratedMessage {
	new (): Generated;
	deserialize(bytes: Uint8Array): Generated;
}
interface GeneratedMethod {
	path: string;
	requestStream: boolean;
	responseStream: boolean;
	requestDeserialize(bytes: Buffer): Generated;
	responseDeserialize(bytes: Buffer): Generated;
	requestSerialize(message: Generated): Buffer;
	responseSerialize(message: Generated): Buffer;
}

const generated = path.resolve(__dirname, '..', '..', 'nodes', 'shared', 'spectrum', 'codec', 'generated');

/** Each point where the generated code departs from a file's descriptor; empty when it agrees in full. */
export function disagreements(file: FileDescriptor): string[] {
	const module = load(file);
	const enums = new Map(enumsOf(file).map(({ fullName, type }) => [`.${fullName}`, type]));
	return [
		...(file.service ?? []).flatMap((service) => {
			const code = module(`${file.package}.Unimplemented${service.name}Service`) as
				| { definition: Record<string, GeneratedMethod> }
				| undefined;
			if (!code) return [`service ${service.name}: not generated`];
			const described = new Set((service.method ?? []).map(({ name }) => name));
			return [
				...(service.method ?? []).flatMap((method) =>
					methodDisagreements(`/${file.package}.${service.name}`, method, code.definition[method.name]),
				),
				...Object.keys(code.definition)
					.filter((name) => !described.has(name))
					.map((name) => `method ${service.name}.${name}: generated, not described`),
			];
		}),
		...messagesOf(file).flatMap(({ fullName, message }) => {
			const code = module(fullName) as GeneratedMessage | undefined;
			if (!code) return [`message ${fullName}: not generated`];
			return (message.field ?? []).flatMap((field) => fieldDisagreements(`field ${fullName}.${field.name}`, code, message, field, enums));
		}),
		...enumsOf(file).flatMap(({ fullName, type }) => {
			const code = module(fullName) as Record<string, unknown> | undefined;
			return type.value
				.filter(({ name, number }) => code?.[name] !== number)
				.map(({ name, number }) => `value ${fullName}.${name}: ${String(code?.[name])} generated, ${number} described`);
		}),
	];
}

/** Finds a full name in the module generated from a file. */
function load(file: FileDescriptor): (fullName: string) => unknown {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- the file's name is only known here
	const module = require(path.join(generated, file.name.replace(/\.proto$/, ''))) as unknown;
	return (fullName) => fullName.split('.').reduce<unknown>((scope, name) => (scope as Record<string, unknown> | undefined)?.[name], module);
}

function methodDisagreements(service: string, method: MethodDescriptor, code: GeneratedMethod | undefined): string[] {
	const entity = `method ${service}/${method.name}`;
	if (!code) return [`${entity}: not generated`];
	const request = code.requestDeserialize(Buffer.alloc(0));
	const response = code.responseDeserialize(Buffer.alloc(0));
	return unequal(entity, {
		path: [code.path, `${service}/${method.name}`],
		requestStream: [code.requestStream, method.clientStreaming ?? false],
		responseStream: [code.responseStream, method.serverStreaming ?? false],
		request: [request.constructor.name, lastName(method.inputType)],
		response: [response.constructor.name, lastName(method.outputType)],
		requestBytes: [code.requestSerialize(request).length, 0],
		responseBytes: [code.responseSerialize(response).length, 0],
	});
}

/** Reads the field from bytes written by hand, then expects the same bytes when it is written again. */
function fieldDisagreements(
	entity: string,
	code: GeneratedMessage,
	message: MessageDescriptor,
	field: FieldDescriptor,
	enums: Map<string, EnumDescriptor>,
): string[] {
	const sample = sampleOf(field, enums);
	try {
		const empty = code.deserialize(new Uint8Array());
		const filled = code.deserialize(wire(sample.bytes));
		const oneof = oneofOf(message, field);
		const tracksPresence =
			field.label !== 'LABEL_REPEATED' && (field.type === 'TYPE_MESSAGE' || field.proto3Optional === true || oneof !== undefined);
		return unequal(entity, {
			value: [readable(filled[field.name]), sample.value],
			bytes: [Buffer.from(filled.serialize()).toString('hex'), Buffer.from(sample.bytes).toString('hex')],
			presenceWhenAbsent: [empty[`has_${field.name}`], tracksPresence ? false : undefined],
			presenceWhenPresent: [filled[`has_${field.name}`], tracksPresence ? true : undefined],
			...(oneof === undefined ? {} : { [oneof]: [filled[oneof], field.name] }),
		});
	} catch (error) {
		return [`${entity}: ${String(error)}`];
	}
}

/** A value that is no default, as it reads and as it travels. */
function sampleOf(field: FieldDescriptor, enums: Map<string, EnumDescriptor>): { value: unknown; bytes: number[] } {
	const { number, type } = field;
	if (field.label === 'LABEL_REPEATED') return repeatedSampleOf(field);
	const asText = field.options?.jstype === 'JS_STRING';
	switch (type) {
		case 'TYPE_STRING':
			return { value: 'text', bytes: lengthField(number, 'text') };
		case 'TYPE_BYTES':
			return { value: [0, 128, 255], bytes: lengthField(number, [0, 128, 255]) };
		case 'TYPE_BOOL':
			return { value: true, bytes: varintField(number, 1) };
		case 'TYPE_INT32':
			return { value: -7, bytes: varintField(number, -7) };
		case 'TYPE_INT64':
			return asText
				? { value: '-9223372036854775808', bytes: varintField(number, -(2n ** 63n)) }
				: { value: Number.MAX_SAFE_INTEGER, bytes: varintField(number, Number.MAX_SAFE_INTEGER) };
		case 'TYPE_UINT64':
			return asText
				? { value: '18446744073709551615', bytes: varintField(number, 2n ** 64n - 1n) }
				: { value: Number.MAX_SAFE_INTEGER, bytes: varintField(number, Number.MAX_SAFE_INTEGER) };
		case 'TYPE_DOUBLE':
			return { value: -0.125, bytes: doubleField(number, -0.125) };
		case 'TYPE_ENUM': {
			// Enums of other files are read as plain numbers too; 1 is as good as any.
			const value = enums.get(field.typeName ?? '')?.value.find((candidate) => candidate.number !== 0)?.number ?? 1;
			return { value, bytes: varintField(number, value) };
		}
		case 'TYPE_MESSAGE':
			return { value: lastName(field.typeName), bytes: lengthField(number, []) };
		default:
			throw new Error(`No sample for ${type}: add one`);
	}
}

function repeatedSampleOf({ number, type, typeName }: FieldDescriptor): { value: unknown[]; bytes: number[] } {
	switch (type) {
		case 'TYPE_STRING':
			return { value: ['a', 'b'], bytes: [...lengthField(number, 'a'), ...lengthField(number, 'b')] };
		case 'TYPE_ENUM':
			return { value: [1, 2], bytes: lengthField(number, [...varint(1), ...varint(2)]) };
		case 'TYPE_MESSAGE': {
			const name = lastName(typeName);
			return { value: [name, name], bytes: [...lengthField(number, []), ...lengthField(number, [])] };
		}
		default:
			throw new Error(`No sample for repeated ${type}: add one`);
	}
}

/** Messages by the name of their class, bytes and lists item by item: something that JSON can compare. */
function readable(value: unknown): unknown {
	if (value instanceof Uint8Array) return [...value];
	if (Array.isArray(value)) return value.map(readable);
	return typeof value === 'object' && value !== null ? value.constructor.name : value;
}

function lastName(typeName: string | undefined): string {
	return (typeName ?? '').split('.').at(-1) ?? '';
}

function unequal(entity: string, pairs: Record<string, [actual: unknown, expected: unknown]>): string[] {
	return Object.entries(pairs)
		.map(([property, [actual, expected]]) => [property, JSON.stringify(actual), JSON.stringify(expected)] as const)
		.filter(([, actual, expected]) => actual !== expected)
		.map(([property, actual, expected]) => `${entity}: ${property} is ${actual} generated, ${expected} described`);
}
