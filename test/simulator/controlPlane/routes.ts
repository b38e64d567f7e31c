import type { RouteName } from '../faults';
import type { Tokens } from '../store/tokens';
import type { SimulatedPlan } from '../store/line';
import { fail, succeed, type RouteAnswer } from './answers';
import type { Webhooks } from './webhooks';

/** A line as the control plane lists it. */
export interface ListedLine {
	readonly id: string;
	/** Absent for a dedicated line that has no number yet. */
	readonly phone?: string;
	/** ISO 8601. */
	readonly createdAt: string;
}

/** What the routes read and change. */
export interface Project {
	readonly id: string;
	readonly plan: SimulatedPlan;
	/** ISO 8601. */
	readonly createdAt: string;
	readonly tokens: Tokens;
	readonly tokenTtlSeconds: () => number;
	readonly lines: () => readonly ListedLine[];
	readonly webhooks: Webhooks;
}

export interface Route {
	readonly name: RouteName;
	/** Where nobody has to sign in; credentials that are given must still be right. */
	readonly open?: boolean;
	answer(project: Project, request: { readonly body: string; readonly id: string }): RouteAnswer;
}

interface RoutePattern extends Route {
	readonly method: string;
	/** Below `/projects/{id}`, with the slash at the end that the contract writes. `:id` stands for one segment. */
	readonly path: string;
}

const routes: readonly RoutePattern[] = [
	{ name: 'mint', method: 'POST', path: '/imessage/tokens', answer: mint },
	{ name: 'project', method: 'GET', path: '/', answer: ({ id, createdAt }) => succeed({ id, name: 'Simulated', createdAt }) },
	{ name: 'imessage', method: 'GET', path: '/imessage/', open: true, answer: ({ plan }) => succeed({ type: plan }) },
	{ name: 'lines', method: 'GET', path: '/lines/', answer: listLines },
	{ name: 'listWebhooks', method: 'GET', path: '/webhooks/', answer: listWebhooks },
	{ name: 'registerWebhook', method: 'POST', path: '/webhooks/', answer: registerWebhook },
	{ name: 'deleteWebhook', method: 'DELETE', path: '/webhooks/:id/', answer: deleteWebhook },
];

/** Finds a route. `id` is the segment that stands for `:id`, or empty. */
export function findRoute(method: string, path: string): { readonly route: Route; readonly id: string } | undefined {
	for (const route of routes) {
		if (route.method !== method) continue;
		const [before = '', after = ''] = route.path.split(':id');
		if (route.path === path) return { route, id: '' };
		if (!route.path.includes(':id') || !path.startsWith(before) || !path.endsWith(after)) continue;
		const id = path.slice(before.length, path.length - after.length);
		if (id !== '' && !id.includes('/')) return { route, id };
	}
	return undefined;
}

function mint({ plan, tokens, tokenTtlSeconds, lines }: Project): RouteAnswer {
	const expiresIn = tokenTtlSeconds();
	if (plan === 'shared') {
		return succeed({ type: 'shared', token: tokens.mint('shared'), expiresIn });
	}
	const auth: Record<string, string> = {};
	const numbers: Record<string, string> = {};
	for (const { id, phone } of lines()) {
		auth[id] = tokens.mint(id);
		if (phone !== undefined) numbers[id] = phone;
	}
	return succeed({ type: 'dedicated', auth, numbers, expiresIn });
}

function listLines({ plan, lines }: Project): RouteAnswer {
	const own = plan === 'shared' ? [] : lines();
	return succeed({
		lines: own.map(({ id, phone, createdAt }) => ({ id, phoneNumber: phone, platform: 'imessage', createdAt })),
	});
}

function listWebhooks({ webhooks }: Project): RouteAnswer {
	return succeed(webhooks.all.map(({ signingSecret: _secret, ...shown }) => shown));
}

function registerWebhook({ webhooks }: Project, { body }: { readonly body: string }): RouteAnswer {
	const url = webhookUrlOf(body);
	if (url === undefined) return fail(422, 'webhookUrl must be an http or https URL', 'validation');
	const webhook = webhooks.register(url);
	if (webhook === undefined) return fail(409, 'This URL is registered already', 'webhookExists');
	return succeed(webhook, 201);
}

function deleteWebhook({ webhooks }: Project, { id }: { readonly id: string }): RouteAnswer {
	if (!webhooks.delete(id)) return fail(404, 'No such webhook', 'notFound');
	return succeed({ id });
}

/** Registration checks the form only: http and private names pass, and fail when something is delivered. */
function webhookUrlOf(body: string): string | undefined {
	try {
		const { webhookUrl } = JSON.parse(body) as { webhookUrl?: unknown };
		if (typeof webhookUrl !== 'string') return undefined;
		const { protocol } = new URL(webhookUrl);
		return protocol === 'http:' || protocol === 'https:' ? webhookUrl : undefined;
	} catch {
		return undefined;
	}
}
