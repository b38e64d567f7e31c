import { fail, succeed, type RouteAnswer } from './answers';
import { readProfileChange } from './profile';
import type { ListedLine, Project } from './project';
import { objectOf, type RoutePattern, type RouteRequest } from './route';

export const projectRoutes: readonly RoutePattern[] = [
	{ name: 'mint', method: 'POST', path: '/imessage/tokens', answer: mint },
	{ name: 'project', method: 'GET', path: '/', answer: project },
	{ name: 'imessage', method: 'GET', path: '/imessage/', open: true, answer: ({ plan }) => succeed({ type: plan }) },
	{ name: 'lines', method: 'GET', path: '/lines/', answer: listLines },
	{ name: 'routeLine', method: 'GET', path: '/lines/route', isNew: true, answer: routeLine },
	{ name: 'getProfile', method: 'GET', path: '/profile', isNew: true, answer: ({ profile }) => succeed(profile.fields) },
	{ name: 'changeProfile', method: 'PATCH', path: '/profile', isNew: true, answer: changeProfile },
	// The vendor's client asks without credentials.
	{
		name: 'listPlatforms',
		method: 'GET',
		path: '/platforms/',
		isNew: true,
		open: true,
		answer: ({ platforms }) => succeed(shownPlatforms(platforms)),
	},
	{ name: 'changePlatform', method: 'PATCH', path: '/platforms/', isNew: true, answer: changePlatform },
];

function mint({ plan, tokens, settings, lines, platforms }: Project): RouteAnswer {
	if (platforms.get('imessage') === false) return fail(403, 'iMessage is not enabled for this project', 'platformDisabled');
	const expiresIn = settings.tokenTtlSeconds;
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

function project({ id, createdAt, settings, profile }: Project): RouteAnswer {
	const shown = { id, name: 'Simulated', createdAt };
	return succeed(settings.generation === 'july' ? shown : { ...shown, slug: `simulated-${id.slice(0, 5)}`, profile: profile.fields });
}

function listLines({ plan, lines, settings }: Project, { query }: RouteRequest): RouteAnswer {
	const platform = query.get('platform') ?? 'imessage';
	const own = plan === 'shared' || platform !== 'imessage' ? [] : lines();
	return succeed({ lines: own.map((line) => shownLine(line, settings.generation === 'november')) });
}

/** The available line with the fewest spaces. What makes a line the best one the contract does not say. */
function routeLine({ plan, lines }: Project): RouteAnswer {
	const available = plan === 'shared' ? [] : lines().filter(({ phone, status }) => phone !== undefined && status === 'available');
	const [best] = [...available].sort((one, other) => one.chats - other.chats);
	return best === undefined ? fail(404, 'No line is available', 'notFound') : succeed(shownLine(best, true));
}

function shownLine({ id, phone, createdAt, status }: ListedLine, hasStatus: boolean): Record<string, unknown> {
	return { id, phoneNumber: phone, platform: 'imessage', createdAt, ...(hasStatus ? { status } : {}) };
}

function changeProfile({ profile }: Project, { body }: RouteRequest): RouteAnswer {
	const change = readProfileChange(objectOf(body) ?? {});
	if (typeof change === 'string') return fail(422, change, 'validation');
	profile.fields = { ...profile.fields, ...change };
	return succeed(profile.fields);
}

function changePlatform({ platforms }: Project, { body }: RouteRequest): RouteAnswer {
	const { platform, enabled } = objectOf(body) ?? {};
	if (typeof platform !== 'string' || !platforms.has(platform)) return fail(422, 'platform is not known', 'validation');
	if (typeof enabled !== 'boolean') return fail(422, 'enabled must be true or false', 'validation');
	platforms.set(platform, enabled);
	return succeed(shownPlatforms(platforms));
}

function shownPlatforms(platforms: ReadonlyMap<string, boolean>): Record<string, { enabled: boolean }> {
	return Object.fromEntries([...platforms].map(([name, enabled]) => [name, { enabled }]));
}
