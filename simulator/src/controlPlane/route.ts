import type { RouteName } from '../faults';
import type { RouteAnswer } from './answers';
import type { Project } from './project';

/** A request, as far as a route reads it. */
export interface RouteRequest {
	readonly body: string;
	/** The segment that stands for `:id`, or empty. */
	readonly id: string;
	readonly query: URLSearchParams;
}

export interface Route {
	readonly name: RouteName;
	/** Where nobody has to sign in; credentials that are given must still be right. */
	readonly open?: boolean;
	answer(project: Project, request: RouteRequest): RouteAnswer;
}

export interface RoutePattern extends Route {
	readonly method: string;
	/** Below `/projects/{id}`, or below the root. `:id` stands for one segment. */
	readonly path: string;
	/** True for a path below the root, which names no project. */
	readonly atRoot?: boolean;
	/** Known since November only, and then with or without a slash at the end. */
	readonly isNew?: boolean;
}

/** The body as an object; undefined when it is none. */
export function objectOf(body: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const parsed: unknown = JSON.parse(body);
		return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}
