import { checkNoBody, readJson } from './body';
import { malformed } from './errors';
import type { Exchange } from './exchange';
import { queryFields } from './query';
import type { FoundRoute } from './routes';
import { readUpload } from './uploads';
import type { JsonValue, WireMethod } from './wire';

/**
 * The request as the generated code knows it.
 *
 * @throws MiddlewareError that says what is wrong; Cut when the client goes away
 */
export async function readRequest({ route, inPath }: FoundRoute, { request, query }: Exchange): Promise<unknown> {
	if (route.raw === 'upload') return await readUpload(request, query);
	const { wire, definition, takesBody } = route;
	if (!takesBody) checkNoBody(request);
	const mayBeQuery = takesBody ? [] : wire.fields.filter(({ name }) => !(name in inPath));
	const fromQuery = queryFields(query, mayBeQuery);
	const fromBody = takesBody ? await readJson(request) : {};
	return definition.requestDeserialize(Buffer.from(encoded(wire, { ...fromBody, ...fromQuery, ...inPath })));
}

function encoded(wire: WireMethod, json: JsonValue): Uint8Array {
	try {
		return wire.encodeRequest(json);
	} catch (error) {
		throw malformed(`This is not a request of ${wire.method}: ${(error instanceof Error ? error.message : String(error)).slice(0, 300)}`);
	}
}
