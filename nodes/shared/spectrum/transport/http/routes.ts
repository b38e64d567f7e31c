import { createFileRegistry, fromBinary, getOption, type DescMessage, type FileRegistry } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { descriptors } from '../../codec/generated/descriptors';
import type { HttpRequest } from '../../net/http';

/** How a call of the wire travels over HTTP, as its `google.api.http` annotation says. */
export interface Route {
	readonly method: HttpRequest['method'];
	/** `{message_guid}` stands for a field of the request. */
	readonly path: string;
	/** Whether the fields that the path does not name travel as a body. Otherwise they are parameters of the query. */
	readonly hasBody: boolean;
	readonly input: DescMessage;
	readonly output: DescMessage;
}

let registry: FileRegistry | undefined;

/** Every message and service of the wire. Reading them takes some milliseconds, which only the first call over HTTP pays. */
export function wireRegistry(): FileRegistry {
	registry ??= createFileRegistry(fromBinary(FileDescriptorSetSchema, Buffer.from(descriptors, 'base64')));
	return registry;
}

/** A message of the wire. */
export function messageOf(name: string): DescMessage {
	const message = wireRegistry().getMessage(`photon.imessage.v1.${name}`);
	if (message === undefined) throw new Error(`The wire has no message ${name}`);
	return message;
}

const known = new Map<string, Route | undefined>();

/** The route of a method, or undefined when it has none. @param path `/package.Service/Method` */
export function routeOf(path: string): Route | undefined {
	if (!known.has(path)) known.set(path, findRoute(path));
	return known.get(path);
}

/** The annotation `google.api.http`, as far as our wire files use it. */
interface HttpRule {
	readonly body: string;
	readonly pattern: { readonly case?: string; readonly value?: string };
}

function findRoute(path: string): Route | undefined {
	const [, service = '', name] = path.split('/');
	const method = wireRegistry()
		.getService(service)
		?.methods.find((each) => each.name === name);
	const annotation = wireRegistry().getExtension('google.api.http');
	if (method === undefined || annotation === undefined) return undefined;
	const rule: unknown = getOption(method, annotation);
	const {
		body,
		pattern: { case: verb, value },
	} = rule as HttpRule;
	if (verb === undefined || value === undefined) return undefined;
	return {
		method: verb.toUpperCase() as Route['method'],
		path: value,
		hasBody: body !== '',
		input: method.input,
		output: method.output,
	};
}
