import type { StoredUser } from '../store/users';
import { fail, succeed, type RouteAnswer } from './answers';
import type { Project } from './project';
import { objectOf, type RoutePattern, type RouteRequest } from './route';

const e164 = /^\+[1-9]\d{6,14}$/;
/** The numbers of the shared pool, given out in turn. */
const pool = ['+15559990001', '+15559990002', '+15559990003'];

export const userRoutes: readonly RoutePattern[] = [
	{ name: 'listUsers', method: 'GET', path: '/users/', isNew: true, answer: list },
	{ name: 'createUser', method: 'POST', path: '/users/', isNew: true, answer: create },
	{ name: 'getUser', method: 'GET', path: '/users/:id/', isNew: true, answer: get },
	{ name: 'deleteUser', method: 'DELETE', path: '/users/:id/', isNew: true, answer: remove },
	{ name: 'userRedirect', method: 'GET', path: '/users/:id/redirect', isNew: true, open: true, answer: redirect },
];

function list({ id, users }: Project, { query }: RouteRequest): RouteAnswer {
	const type = query.get('type');
	const search = query.get('search') ?? '';
	const found = users.all.filter((user) => (type === null || user.type === type) && user.phoneNumber.includes(search));
	return succeed({ users: found.map((user) => shown(id, user)), total: found.length });
}

function create({ id, users, lines, now }: Project, { body }: RouteRequest): RouteAnswer {
	const { type, phoneNumber, assignedPhoneNumber, firstName, lastName, email } = objectOf(body) ?? {};
	if (type !== 'shared' && type !== 'dedicated') return invalid('type must be shared or dedicated');
	if (typeof phoneNumber !== 'string' || !e164.test(phoneNumber)) return invalid('phoneNumber must be an E.164 number');
	for (const [name, value] of Object.entries({ firstName, lastName, email })) {
		if (value !== undefined && typeof value !== 'string') return invalid(`${name} must be a text`);
	}
	const isOwnLine = lines().some(({ phone }) => phone === assignedPhoneNumber);
	if (type === 'dedicated' && !isOwnLine) return invalid('assignedPhoneNumber must be the number of a line of the project');
	const assigned = type === 'dedicated' ? (assignedPhoneNumber as string) : (pool[users.all.length % pool.length] as string);
	const details = { firstName, lastName, email } as Pick<StoredUser, 'firstName' | 'lastName' | 'email'>;
	const user = users.add({ ...details, type, phoneNumber, assignedPhoneNumber: assigned, createdAt: now() });
	if (user === undefined) return fail(409, 'This number is registered already', 'userExists');
	return succeed(shown(id, user), 201);
}

function get({ id: projectId, users }: Project, { id }: RouteRequest): RouteAnswer {
	const user = users.get(id);
	return user === undefined ? noSuchUser() : succeed(shown(projectId, user));
}

function remove({ users }: Project, { id }: RouteRequest): RouteAnswer {
	return users.delete(id) ? succeed({ userId: id }) : noSuchUser();
}

/** Opens Messages with the number that the person is to write to. */
function redirect({ users }: Project, { id }: RouteRequest): RouteAnswer {
	const user = users.get(id);
	if (user === undefined) return noSuchUser();
	return { status: 302, body: '', headers: { location: `sms:${user.assignedPhoneNumber}` } };
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
