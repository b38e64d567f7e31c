import type { StoredUser, UserDetails } from '../store/users';
import { fail, succeed, type RouteAnswer } from './answers';
import type { Project } from './project';
import { objectOf, type RoutePattern, type RouteRequest } from './route';

const e164 = /^\+[1-9]\d{6,14}$/;
const emailPattern = /^[^\s@]+@[^\s@]+\.[A-Za-z]{2,}$/;
/** The numbers of the shared pool, given out in turn. */
const pool = ['+15559990001', '+15559990002', '+15559990003'];

export const userRoutes: readonly RoutePattern[] = [
	{ name: 'listUsers', method: 'GET', path: '/users/', isNew: true, answer: list },
	{ name: 'createUser', method: 'POST', path: '/users/', isNew: true, answer: create },
	{ name: 'getUser', method: 'GET', path: '/users/:id/', isNew: true, answer: get },
	{ name: 'deleteUser', method: 'DELETE', path: '/users/:id/', isNew: true, answer: remove },
	// The sources disagree whether its address is one of the project: both are answered, unless a test lets one of them fail.
	{ name: 'userRedirect', method: 'GET', path: '/users/:id/redirect', isNew: true, open: true, answer: redirect },
	{ name: 'publicRedirect', method: 'GET', path: '/users/:id/redirect', isNew: true, open: true, atRoot: true, answer: redirect },
];

/** Most users that one page has. */
const largestPage = 500;

function list({ id, users }: Project, { query }: RouteRequest): RouteAnswer {
	const type = query.get('type');
	if (type !== null && type !== 'shared' && type !== 'dedicated') return invalid('type must be shared or dedicated');
	const limit = numberOf(query.get('limit'), 1, largestPage);
	const offset = numberOf(query.get('offset'), 0, 1_000_000);
	if (Number.isNaN(limit) || Number.isNaN(offset)) return invalid(`limit must be from 1 to ${largestPage}, offset from 0`);
	const search = (query.get('search') ?? '').toLowerCase();
	const ids = query.getAll('id');
	const found = users.all.filter(
		(user) =>
			(type === null || user.type === type) &&
			(ids.length === 0 || ids.includes(user.id)) &&
			[user.phoneNumber, user.firstName, user.lastName, user.email].some((text) => (text ?? '').toLowerCase().includes(search)),
	);
	// Paging is asked for; without it all of them come.
	const page = found.slice(offset ?? 0, limit === undefined ? undefined : (offset ?? 0) + limit);
	return succeed({ users: page.map((user) => shown(id, user)), total: found.length });
}

/** A whole number of a query; undefined when it is not there, NaN when it is not one that is allowed. */
function numberOf(text: string | null, least: number, most: number): number | undefined {
	if (text === null) return undefined;
	const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
	return number >= least && number <= most ? number : Number.NaN;
}

function create({ id, users, lines, now, settings }: Project, { body }: RouteRequest): RouteAnswer {
	const { type, phoneNumber, assignedPhoneNumber, firstName, lastName, email } = objectOf(body) ?? {};
	if (type !== 'shared' && type !== 'dedicated') return invalid('type must be shared or dedicated');
	if (typeof phoneNumber !== 'string' || !e164.test(phoneNumber)) return invalid('phoneNumber must be an E.164 number');
	for (const [name, value] of Object.entries({ firstName, lastName, email })) {
		if (value !== undefined && value !== null && typeof value !== 'string') return invalid(`${name} must be a text`);
	}
	if (typeof email === 'string' && !emailPattern.test(email)) return invalid('email must be an email address');
	const isOwnLine = lines().some(({ phone }) => phone === assignedPhoneNumber);
	if (type === 'dedicated' && !isOwnLine) return invalid('assignedPhoneNumber must be the number of a line of the project');
	const assigned = type === 'dedicated' ? (assignedPhoneNumber as string) : (pool[users.all.length % pool.length] as string);
	const details = detailsOf({ firstName, lastName, email });
	const known = users.same({ type, phoneNumber, assignedPhoneNumber: assigned });
	if (known !== undefined && settings.repeatedUsers === 'conflict') return fail(409, 'This number is registered already', 'userExists');
	// The same person again changes what is given of them, and is not said to be old.
	const user =
		known === undefined
			? users.add({ ...details, type, phoneNumber, assignedPhoneNumber: assigned, createdAt: now() })
			: users.change(known.id, details);
	return succeed(shown(id, user));
}

function get({ id: projectId, users }: Project, { id }: RouteRequest): RouteAnswer {
	const user = users.get(id);
	return user === undefined ? noSuchUser() : succeed(shown(projectId, user));
}

function remove({ users }: Project, { id }: RouteRequest): RouteAnswer {
	return users.delete(id) ? succeed({ userId: id }) : noSuchUser();
}

/** Opens Messages with the number that the person is to write to, and with the text that is asked for. */
function redirect({ users }: Project, { id, query }: RouteRequest): RouteAnswer {
	const user = users.get(id);
	if (user?.type !== 'shared') return noSuchUser();
	const text = query.get('msg');
	if (text !== null && (text.length < 1 || text.length > 1_000)) return invalid('msg must have from 1 to 1000 characters');
	const body = text === null ? '' : `&body=${encodeURIComponent(text)}`;
	return { status: 302, body: '', headers: { location: `sms:${user.assignedPhoneNumber}${body}` } };
}

/** Only what was given: null and absent leave a field as it is. */
function detailsOf(given: Readonly<Record<keyof UserDetails, unknown>>): UserDetails {
	return Object.fromEntries(Object.entries(given).filter(([, value]) => typeof value === 'string'));
}

/** Who has opted in, the answer does not say: the contract names no field for it. */
function shown(projectId: string, { optedIn: _optedIn, ...user }: StoredUser): Record<string, unknown> {
	return { ...user, projectId };
}

function invalid(message: string): RouteAnswer {
	return fail(422, message, 'validation');
}

function noSuchUser(): RouteAnswer {
	return fail(404, 'No such user', 'notFound');
}
