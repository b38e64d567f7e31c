import type { Simulator } from '../Simulator';
import { libraryFile, pageFile } from './assets';
import { panelPart } from './panel/panelPart';
import { phonePart, type PhoneOptions, type PhonePart } from './phone/phonePart';
import type { Route, WebPart } from './route';

/** The phones and the control panel. */
export function partsOf(simulator: Simulator, options: PhoneOptions): readonly [PhonePart, WebPart] {
	const phones = phonePart(simulator, options);
	return [phones, panelPart(simulator, phones.cast)];
}

/** The page itself. */
const pageRoutes: readonly Route[] = [
	{ method: 'GET', path: '/', answer: async () => await pageFile('index.html') },
	{ method: 'GET', path: '/page/*', answer: async ({ params }) => await pageFile(params['*'] ?? '') },
	{ method: 'GET', path: '/lib/*', answer: async ({ params }) => await libraryFile((params['*'] ?? '').replace(/\.js$/, '')) },
];

interface Compiled {
	readonly route: Route;
	readonly segments: readonly string[];
}

/** Finds the route of a request. */
export class Router {
	private readonly compiled: readonly Compiled[];

	constructor(parts: readonly WebPart[]) {
		const routes = [...pageRoutes, ...parts.flatMap((part) => part.routes)];
		this.compiled = routes.map((route) => ({ route, segments: route.path.split('/') }));
	}

	/** The route for each method of a path, and what its parameters stand for; empty when there is no such path. */
	find(pathname: string): Map<string, { readonly route: Route; readonly params: Record<string, string> }> {
		const found = new Map<string, { readonly route: Route; readonly params: Record<string, string> }>();
		const given = pathname.split('/');
		for (const { route, segments } of this.compiled) {
			const params = match(segments, given);
			if (params !== undefined && !found.has(route.method)) found.set(route.method, { route, params });
		}
		return found;
	}
}

/** `:name` stands for one segment, `*` for all that are left. */
function match(segments: readonly string[], given: readonly string[]): Record<string, string> | undefined {
	const params: Record<string, string> = {};
	for (const [index, segment] of segments.entries()) {
		const piece = given[index];
		if (piece === undefined) return undefined;
		if (segment === '*') return { ...params, '*': decode(given.slice(index).join('/')) };
		if (segment.startsWith(':')) params[segment.slice(1)] = decode(piece);
		else if (segment !== piece) return undefined;
	}
	return segments.length === given.length ? params : undefined;
}

/** What is not encoded properly stands for itself, and is found nowhere. */
function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
