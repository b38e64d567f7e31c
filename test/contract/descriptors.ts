import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** The parts of google.protobuf.FileDescriptorSet that decide what travels, as buf writes them in JSON. */
export interface DescriptorSet {
	file: FileDescriptor[];
}
export interface FileDescriptor {
	name: string;
	package?: string;
	syntax?: string;
	messageType?: MessageDescriptor[];
	enumType?: EnumDescriptor[];
	service?: ServiceDescriptor[];
}
export interface MessageDescriptor {
	name: string;
	field?: FieldDescriptor[];
	nestedType?: MessageDescriptor[];
	enumType?: EnumDescriptor[];
	oneofDecl?: Array<{ name: string }>;
	reservedRange?: Array<{ start: number; end: number }>;
	reservedName?: string[];
}
export interface FieldDescriptor {
	name: string;
	number: number;
	label: string;
	type: string;
	typeName?: string;
	oneofIndex?: number;
	proto3Optional?: boolean;
	jsonName?: string;
	options?: { packed?: boolean; jstype?: string };
}
export interface EnumDescriptor {
	name: string;
	value: Array<{ name: string; number: number }>;
	reservedRange?: Array<{ start: number; end: number }>;
	reservedName?: string[];
}
export interface ServiceDescriptor {
	name: string;
	method?: MethodDescriptor[];
}
export interface MethodDescriptor {
	name: string;
	inputType: string;
	outputType: string;
	clientStreaming?: boolean;
	serverStreaming?: boolean;
	options?: { '[google.api.http]'?: HttpRule };
}
/** As Google's annotation has it: one of the verbs, and what the body carries. */
export interface HttpRule {
	get?: string;
	put?: string;
	post?: string;
	delete?: string;
	patch?: string;
	body?: string;
}

/** What is true of one entity, by the name of the property. */
type Facts = Record<string, unknown>;

const root = path.resolve(__dirname, '..', '..');
export const ourProtos = path.join(root, 'proto');
export const vendorProtos = path.join(root, 'node_modules', '@photon-ai', 'advanced-imessage', 'proto');

/** Compiles a folder of .proto files. Nothing is downloaded: buf brings its binary and the well-known types. */
export function buildDescriptors(directory: string): DescriptorSet {
	const buf = require.resolve('@bufbuild/buf/bin/buf');
	const json = execFileSync(process.execPath, [buf, 'build', directory, '-o', '-#format=json'], {
		cwd: root,
		encoding: 'utf8',
		maxBuffer: 32 * 1024 * 1024,
	});
	return JSON.parse(json) as DescriptorSet;
}

/** The file of that name, or an error that says which one is missing. */
export function fileOf(set: DescriptorSet, name: string): FileDescriptor {
	const file = set.file.find((candidate) => candidate.name === name);
	if (!file) throw new Error(`No file ${name} among: ${set.file.map((other) => other.name).join(', ')}`);
	return file;
}

/** Every message of a file, nested ones too, with its full name without the leading dot. */
export function messagesOf(file: FileDescriptor): Array<{ fullName: string; message: MessageDescriptor }> {
	const walk = (messages: MessageDescriptor[], scope: string): Array<{ fullName: string; message: MessageDescriptor }> =>
		messages.flatMap((message) => {
			const fullName = `${scope}.${message.name}`;
			return [{ fullName, message }, ...walk(message.nestedType ?? [], fullName)];
		});
	return walk(file.messageType ?? [], file.package ?? '');
}

/** Every enum of a file, nested ones too, with its full name without the leading dot. */
export function enumsOf(file: FileDescriptor): Array<{ fullName: string; type: EnumDescriptor }> {
	const scopes = [
		{ scope: file.package ?? '', types: file.enumType ?? [] },
		...messagesOf(file).map(({ fullName, message }) => ({ scope: fullName, types: message.enumType ?? [] })),
	];
	return scopes.flatMap(({ scope, types }) => types.map((type) => ({ fullName: `${scope}.${type.name}`, type })));
}

/** The oneof a field was written in; the one that the compiler adds for `optional` does not count. */
export function oneofOf(message: MessageDescriptor, field: FieldDescriptor): string | undefined {
	if (field.proto3Optional || field.oneofIndex === undefined) return undefined;
	return message.oneofDecl?.[field.oneofIndex]?.name;
}

/**
 * Everything in a file that two programs must agree on, one entry per entity, such as
 * `field photon.imessage.v1.Chat.guid`. Comments and options that change nothing on the wire are left out.
 */
export function factsOf(file: FileDescriptor): Map<string, Facts> {
	const facts = new Map<string, Facts>();
	facts.set(`file ${file.name}`, { package: file.package, syntax: file.syntax });
	for (const service of file.service ?? []) {
		const name = `${file.package}.${service.name}`;
		facts.set(`service ${name}`, {});
		for (const method of service.method ?? []) {
			facts.set(`method ${name}.${method.name}`, {
				input: method.inputType,
				output: method.outputType,
				clientStreaming: method.clientStreaming ?? false,
				serverStreaming: method.serverStreaming ?? false,
				route: routeOf(method),
			});
		}
	}
	for (const { fullName, message } of messagesOf(file)) {
		facts.set(`message ${fullName}`, reservedIn(message));
		for (const field of message.field ?? []) {
			facts.set(`field ${fullName}.${field.name}`, {
				number: field.number,
				label: field.label,
				type: field.type,
				typeName: field.typeName,
				optional: field.proto3Optional ?? false,
				oneof: oneofOf(message, field),
				packed: field.options?.packed,
				jsonName: field.jsonName,
			});
		}
	}
	for (const { fullName, type } of enumsOf(file)) {
		facts.set(`enum ${fullName}`, reservedIn(type));
		for (const value of type.value) facts.set(`value ${fullName}.${value.name}`, { number: value.number });
	}
	return facts;
}

/** The whole annotation, whatever it says: one that has more than a verb and a body must not pass for one that has not. */
function routeOf({ options }: MethodDescriptor): string | undefined {
	const rule = options?.['[google.api.http]'];
	return rule && JSON.stringify(Object.entries(rule).sort());
}

function reservedIn(type: MessageDescriptor | EnumDescriptor): Facts {
	return {
		reservedRanges: (type.reservedRange ?? []).map(({ start, end }) => `${start}-${end}`).sort(),
		reservedNames: [...(type.reservedName ?? [])].sort(),
	};
}

/** Each difference between two versions of one file in words; empty when they agree. */
export function differences(ours: FileDescriptor, theirs: FileDescriptor): string[] {
	const here = factsOf(ours);
	const there = factsOf(theirs);
	const found: string[] = [];
	for (const [entity, expected] of there) {
		const actual = here.get(entity);
		if (!actual) {
			found.push(`${entity}: missing here`);
			continue;
		}
		for (const property of Object.keys(expected)) {
			const [a, b] = [JSON.stringify(actual[property]), JSON.stringify(expected[property])];
			if (a !== b) found.push(`${entity}: ${property} is ${a} here, ${b} there`);
		}
	}
	for (const entity of here.keys()) if (!there.has(entity)) found.push(`${entity}: unknown there`);
	return found;
}
