import { ControlPlane } from '../auth/controlPlane';
import type { AuthContext } from '../auth/TokenSource';
import { SpectrumError } from '../errors/SpectrumError';
import type { Connection } from '../model/connection';
import { systemClock } from '../timing/clock';
import { callWithRetry } from '../transport/retry';
import { present } from '../values/present';

/**
 * The number of the line that the project assigns to a new person (contract 9.1). It is asked for each person, because the
 * answer changes with every conversation that begins. Undefined on a server of one's own, and when the control plane cannot choose.
 * Other failures reject: nothing has been sent yet.
 */
export async function bestLineOf(connection: Connection, { http, signal, onWarning }: AuthContext): Promise<string | undefined> {
	if (connection.kind !== 'cloud') return undefined;
	const controlPlane = new ControlPlane(connection, http);
	const options = { clock: systemClock, random: Math.random, ...present({ signal }) };
	try {
		const { phoneNumber } = await callWithRetry(options, async () => await controlPlane.routeLine({ signal }));
		return phoneNumber;
	} catch (error) {
		if (!(error instanceof SpectrumError && error.kind === 'notFound')) throw error;
		onWarning?.('Spectrum Cloud has no best line for new people at the moment, so the node chose a line by itself.');
		return undefined;
	}
}
