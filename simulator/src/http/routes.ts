import { status } from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/grpc-js';
import type { Method } from '../services/method';
import { services } from '../services/registry';
import { malformed, MiddlewareError } from './errors';
import type * as Wire from './wire';
import type { HttpRule, WireMethod } from './wire';

/** What travels beside JSON: bytes as they are. */
export type RawKind = 'upload' | 'data' | 'companion' | 'embeddedMedia';

/** One way to call one method. */
export interface Route {
	readonly wire: WireMethod;
	/** `GET /v1/messages/{message_guid}`. */
	readonly name: string;
	readonly verb: HttpRule['verb'];
	/** `v1`, `messages`, `{message_guid}`. */
	readonly segments: readonly string[];
	readonly takesBody: boolean;
	/** Absent: JSON both ways. */
	readonly raw?: RawKind;
	/** How the generated code reads and writes the method's messages. */
	readonly definition: MethodDefinition<unknown, unknown>;
	/** Absent: the simulator does not have it. */
	readonly method: Method | undefined;
}

/** A route, with what the path names. */
export interface FoundRoute {
	readonly route: Route;
	/** Field name to text. */
	readonly inPath: Readonly<Record<string, string>>;
}

/** Contract 9.4: what Google's annotations cannot say, because no JSON is in it. */
const rawRoutes: ReadonlyArray<{ readonly raw: RawKind; readonly method: string; readonly verb: HttpRule['verb']; readonly path: string }> =
	[
		{ raw: 'upload', method: 'UploadAttachment', verb: 'POST', path: '/v1/attachments:upload' },
		{ raw: 'data', method: 'DownloadAttachment', verb: 'GET', path: '/v1/attachments/{attachment_guid}/data' },
		{ raw: 'companion', method: 'DownloadAttachment', verb: 'GET', path: '/v1/attachments/{attachment_guid}/companion' },
		{ raw: 'embeddedMedia', method: 'GetEmbeddedMedia', verb: 'GET', path: '/v1/messages:embeddedMedia' },
	];

let known: readonly Route[] | undefined;

/** Every route: of each method what its annotation says, and the raw ones. */
export function routes(): readonly Route[] {
	known ??= readRoutes();
	return known;
}

function readRoutes(): Route[] {
	// The wire files are read with the first request: most runs of a simulator have none.
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load them with the simulator
	const { wireMethods } = require('./wire') as typeof Wire;
	return wireMethods().flatMap((wire) => {
		const { method, rule } = wire;
		const annotated = rule === undefined ? [] : [{ ...rule, raw: undefined }];
		const raw = rawRoutes.filter((route) => route.method === method).map((route) => ({ ...route, takesBody: route.raw === 'upload' }));
		return [...annotated, ...raw].map(
			(route): Route => ({
				wire,
				name: `${route.verb} ${route.path}`,
				verb: route.verb,
				segments: route.path.slice(1).split('/'),
				takesBody: route.takesBody,
				raw: route.raw,
				...implementationOf(wire),
			}),
		);
	});
}

function implementationOf({ service, method }: WireMethod): Pick<Route, 'definition' | 'method'> {
	const module = services.find(({ name }) => name === service);
	const definition = module?.definition[method];
	if (module === undefined || definition === undefined) throw new Error(`The generated code has no ${service}.${method}`);
	return { definition: definition as MethodDefinition<unknown, unknown>, method: module.methods[method] };
}

/** @throws MiddlewareError without such a route, or with another method. */
export function findRoute(verb: string, path: string): FoundRoute {
	const segments = path.slice(1).split('/').map(decoded);
	const found = routes().flatMap((route) => {
		const inPath = match(route.segments, segments);
		return inPath === undefined ? [] : [{ route, inPath }];
	});
	if (found.length === 0) throw noRoute();
	const fitting = found.find(({ route }) => route.verb === verb);
	if (fitting === undefined) throw wrongVerb(found.map(({ route }) => route.verb));
	return fitting;
}

function match(template: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
	if (template.length !== segments.length) return undefined;
	const inPath: Record<string, string> = {};
	for (const [index, part] of template.entries()) {
		const segment = segments[index] as string;
		if (part.startsWith('{')) {
			if (segment === '') return undefined;
			inPath[part.slice(1, -1)] = segment;
		} else if (part !== segment) return undefined;
	}
	return inPath;
}

function decoded(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		throw malformed('The path is not well encoded');
	}
}

function noRoute(): MiddlewareError {
	return new MiddlewareError({ status: status.NOT_FOUND, message: 'There is no such route' });
}

function wrongVerb(allowed: readonly string[]): MiddlewareError {
	const allow = allowed.join(', ');
	return new MiddlewareError({
		status: status.UNIMPLEMENTED,
		code: 'operationNotSupported',
		httpStatus: 405,
		headers: { allow },
		message: `This route takes ${allow}`,
	});
}
