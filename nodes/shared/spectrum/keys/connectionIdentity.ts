import type { Connection } from '../model/connection';
import { hashOfParts } from './hash';

/**
 * Names the account that a connection leads to, as 64 hex digits: for a project its id and control plane, for own
 * servers nothing but that they are own, because their lines are called by their addresses. Secrets and tokens are left
 * out, so that the place in an event log outlives their renewal.
 */
export function accountOf(connection: Connection): string {
	return connection.kind === 'cloud'
		? hashOfParts(['cloud', connection.controlPlaneUrl, connection.projectId])
		: hashOfParts(['selfHosted']);
}
