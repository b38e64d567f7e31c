import type { Generation } from '../deliveries/behaviour';
import { projectRoutes } from './projectRoutes';
import type { Route } from './route';
import { userRoutes } from './userRoutes';
import { webhookRoutes } from './webhookRoutes';

const routes = [...projectRoutes, ...userRoutes, ...webhookRoutes];

export interface FoundRoute {
	readonly route: Route;
	/** The segment that stands for `:id`, or empty. */
	readonly id: string;
}

/** Finds a route. The July paths have their slash at the end or none, as the contract writes them; new ones take both. */
export function findRoute(method: string, path: string, generation: Generation, atRoot = false): FoundRoute | undefined {
	for (const route of routes) {
		if (route.method !== method || (route.isNew && generation === 'july') || (route.atRoot ?? false) !== atRoot) continue;
		const id = matched(route.path, path) ?? (route.isNew ? matched(withOtherEnd(route.path), path) : undefined);
		if (id !== undefined) return { route, id };
	}
	return undefined;
}

/** What stands for `:id`, empty for a pattern without it; undefined when the path is another one. */
function matched(pattern: string, path: string): string | undefined {
	const [before = '', after] = pattern.split(':id');
	if (after === undefined) return pattern === path ? '' : undefined;
	if (!path.startsWith(before) || !path.endsWith(after)) return undefined;
	const id = path.slice(before.length, path.length - after.length);
	return id !== '' && !id.includes('/') ? id : undefined;
}

function withOtherEnd(pattern: string): string {
	return pattern.endsWith('/') ? pattern.slice(0, -1) : `${pattern}/`;
}
