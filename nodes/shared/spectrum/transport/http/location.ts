import { SpectrumError } from '../../errors/SpectrumError';
import type { Route } from './routes';
import type { JsonObject, JsonValue } from './wireJson';

/** Where a request goes, and what is left of it for the body. */
export interface Location {
	/** Path and query. */
	readonly path: string;
	/** Absent when everything is in the path and the query. */
	readonly body?: JsonObject;
}

/** Spreads the fields of a request over path, query and body. */
export function locate({ path, hasBody, input }: Route, request: JsonObject): Location {
	const rest = { ...request };
	const filled = path.replace(/\{(\w+)\}/g, (_braces, field: string) => {
		const name = input.fields.find((each) => each.name === field)?.jsonName ?? field;
		const { [name]: value } = rest;
		delete rest[name];
		return pathSegment(typeof value === 'string' ? value : '');
	});
	return hasBody ? { path: filled, body: rest } : { path: withQuery(filled, rest) };
}

/** An ID as one segment of a path. An empty or a dot segment would change which call is made, even when encoded. */
export function pathSegment(id: string): string {
	if (id === '' || id === '.' || id === '..') {
		throw new SpectrumError({
			kind: 'invalid',
			message: 'An ID for the server is empty or made of dots only',
			advice: 'Check the IDs in the fields of the node.',
		});
	}
	return encodeURIComponent(id);
}

/** Adds parameters as the vendor's client writes them: a list as one parameter for each of its values. */
export function withQuery(path: string, fields: Readonly<Record<string, JsonValue>>): string {
	const parameters = Object.entries(fields).flatMap(([name, value]) =>
		(Array.isArray(value) ? value : [value]).map((each) => `${encodeURIComponent(name)}=${encodeURIComponent(plain(name, each))}`),
	);
	return parameters.length === 0 ? path : `${path}?${parameters.join('&')}`;
}

/** No request that travels in a query has a message in it, except times, which are texts in JSON. A test holds that. */
function plain(name: string, value: JsonValue): string {
	if (typeof value === 'object') throw new Error(`The field ${name} cannot travel in a query`);
	return String(value);
}
