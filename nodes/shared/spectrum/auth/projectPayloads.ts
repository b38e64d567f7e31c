import { asList, asObject, asText, optionalLabel, optionalText } from './payloadFields';

/** `shared`: served from the pool of numbers. `dedicated`: assigned to a line of the project. */
export type UserType = 'shared' | 'dedicated';

/** A person registered with the project: contract 9.1. Facts that the control plane does not give are absent. */
export interface ProjectUser {
	readonly id: string;
	readonly type?: UserType;
	/** E.164. */
	readonly phoneNumber?: string;
	/** The number that this person writes to. */
	readonly assignedPhoneNumber?: string;
	readonly firstName?: string;
	readonly lastName?: string;
	readonly email?: string;
	/** ISO 8601. */
	readonly createdAt?: string;
}

/** The users of one page. */
export interface UserPage {
	readonly users: readonly ProjectUser[];
	/** How many there are on all pages. Absent if the control plane does not count them. */
	readonly total?: number;
}

/** A line as the control plane lists it. */
export interface ListedLine {
	readonly id?: string;
	/** E.164; absent while the line has no number yet. */
	readonly phoneNumber?: string;
	/** `available`, `unavailable`, or a newer value. Absent from older control planes. */
	readonly status?: string;
}

/** A bare list and `{ users, total }` are both read. */
export function parseUsers(data: unknown): UserPage {
	if (Array.isArray(data)) return { users: data.map(parseUser) };
	const { users, total } = asObject(data, 'data');
	return {
		users: asList(users, 'data.users').map(parseUser),
		...(typeof total === 'number' && Number.isInteger(total) && total >= 0 ? { total } : {}),
	};
}

export function parseUser(data: unknown): ProjectUser {
	const fields = asObject(data, 'a user');
	const { type } = fields;
	return {
		id: asText(fields.id, 'id of a user'),
		type: type === 'shared' || type === 'dedicated' ? type : undefined,
		phoneNumber: optionalText(fields.phoneNumber),
		assignedPhoneNumber: optionalText(fields.assignedPhoneNumber),
		firstName: optionalText(fields.firstName),
		lastName: optionalText(fields.lastName),
		email: optionalText(fields.email),
		createdAt: optionalText(fields.createdAt),
	};
}

/** A bare list and `{ lines }` are both read. */
export function parseLines(data: unknown): ListedLine[] {
	const list = Array.isArray(data) ? data : asList(asObject(data, 'data').lines, 'data.lines');
	return list.map(parseLine);
}

export function parseLine(data: unknown): ListedLine {
	const fields = asObject(data, 'a line');
	return { id: optionalText(fields.id), phoneNumber: optionalLabel(fields.phoneNumber), status: optionalLabel(fields.status) };
}

/** Whether the profile of a project is synced with iMessage (contract 9.1). */
export function parseProfileSynced(data: unknown): boolean {
	const { profile } = asObject(data, 'data');
	return typeof profile === 'object' && profile !== null && (profile as { imessageSynced?: unknown }).imessageSynced === true;
}

/**
 * Whether iMessage is enabled for the project; undefined when the answer does not say. The contract gives no shape for
 * the answer, so platforms by their names and a list of platforms are both read.
 */
export function parseImessageEnabled(data: unknown): boolean | undefined {
	const named = Array.isArray(data) ? undefined : asObject(data, 'data');
	const inner = named?.platforms ?? data;
	const entry: unknown = Array.isArray(inner)
		? inner.find((one: unknown) => typeof one === 'object' && one !== null && (one as { platform?: unknown }).platform === 'imessage')
		: asObject(inner, 'data.platforms').imessage;
	const enabled = typeof entry === 'object' && entry !== null ? (entry as { enabled?: unknown }).enabled : entry;
	return typeof enabled === 'boolean' ? enabled : undefined;
}
