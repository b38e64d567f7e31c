import type { Connection, SelfHostedLine } from '../model/connection';
import { sharedPhone } from '../model/line';
import { hashOfParts } from './hash';

/**
 * The identity of a connection's account, as 64 hex digits. A project is identified by its id and control plane. All
 * self-hosted servers share one identity, because their lines are named by their addresses. Secrets and tokens are left
 * out, so that the place in an event log survives their renewal.
 */
export function accountOf(connection: Connection): string {
	const known = accounts.get(connection);
	if (known !== undefined) return known;
	const account =
		connection.kind === 'cloud' ? hashOfParts(['cloud', connection.controlPlaneUrl, connection.projectId]) : hashOfParts(['selfHosted']);
	accounts.set(connection, account);
	return account;
}

/** A connection is read once and used for many items or events. */
const accounts = new WeakMap<Connection, string>();

/**
 * What tells the account that received an event: the host, for a server of one's own. Its port does not count, because gRPC
 * and HTTP have different ones.
 *
 * @param phone of the line that received it
 */
export function markOf(connection: Connection, phone: string | undefined): string {
	if (connection.kind === 'cloud') return accountOf(connection);
	const line = connection.lines.find((each) => each.phone === phone) ?? connection.lines[0];
	return line === undefined ? accountOf(connection) : markOfHost(line);
}

/**
 * Whether a connection may answer an event of the account with this mark. A server of one's own may have several names. It
 * is the same one if its line has the same number.
 *
 * @param isMark compares with the mark of the event
 */
export function mayAnswerEvent(connection: Connection, phone: unknown, isMark: (mark: string) => boolean): boolean {
	if (isMark(accountOf(connection))) return true;
	if (connection.kind === 'cloud') return false;
	return connection.lines.some((line) => (line.phone !== sharedPhone && line.phone === phone) || isMark(markOfHost(line)));
}

function markOfHost(line: SelfHostedLine): string {
	const known = marks.get(line);
	if (known !== undefined) return known;
	const { address } = line;
	const url = address.includes('://') ? address : `http://${address}`;
	const mark = hashOfParts(['selfHosted', URL.canParse(url) ? new URL(url).hostname : address]);
	marks.set(line, mark);
	return mark;
}

/** Each event is marked, and each item is compared. */
const marks = new WeakMap<SelfHostedLine, string>();
