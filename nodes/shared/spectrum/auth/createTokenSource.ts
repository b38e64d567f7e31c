import type { Clock } from '../timing/clock';
import type { Connection } from '../model/connection';
import { CloudTokenSource } from './CloudTokenSource';
import { StaticTokenSource } from './StaticTokenSource';
import type { TokenSource } from './TokenSource';

/** The token source of a credential. Makes no call yet. */
export function createTokenSource(connection: Connection, clock: Clock): TokenSource {
	switch (connection.kind) {
		case 'cloud':
			return new CloudTokenSource(connection, clock);
		case 'selfHosted':
			return new StaticTokenSource(connection);
	}
}
