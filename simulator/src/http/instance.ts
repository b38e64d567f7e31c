import { status } from '@grpc/grpc-js';
import type { ServedLine } from '../calls/servedLine';
import type { Behaviour } from '../services/behaviour';
import { malformed, MiddlewareError } from './errors';

/** Names the line; see contract 9.4. */
export const instanceHeader = 'x-photon-server';

/**
 * The line that a request is for: the dedicated one that it names, else the shared pool or the only line.
 *
 * @throws MiddlewareError
 */
export function lineFor(name: string | undefined, lines: readonly ServedLine[], behaviour: Behaviour): ServedLine {
	if (name !== undefined) {
		const found = lines.find(({ store }) => store.plan === 'dedicated' && store.id === name);
		if (found === undefined) throw unknownInstance(behaviour);
		return found;
	}
	const [first, ...others] = lines;
	if (first === undefined) throw unknownInstance(behaviour);
	if (others.length > 0) throw malformed(`There is no shared pool: name one of the lines in ${instanceHeader}`, { header: instanceHeader });
	return first;
}

function unknownInstance({ unknownInstance: answer }: Behaviour): MiddlewareError {
	const message = `There is no such instance: see ${instanceHeader}`;
	const context = { header: instanceHeader };
	if (answer === 'invalidArgument') return malformed(message, context);
	return new MiddlewareError({ status: status.NOT_FOUND, message, context });
}
