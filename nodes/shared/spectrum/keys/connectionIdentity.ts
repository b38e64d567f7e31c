import type { Connection } from '../model/connection';
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
