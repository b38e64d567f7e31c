import { sharedPool, type ConnectionPool } from '../../spectrum/gateway/pool/pool';
import { systemClock, type Clock } from '../../spectrum/timing/clock';

/** What waiting for answers needs from its process. Tests replace parts of it. */
export interface AskingPorts {
	readonly clock: Clock;
	readonly pool: ConnectionPool;
	/** Gives a number from 0 up to, not including, 1. */
	readonly random: () => number;
	/** How long the process has run, in milliseconds. */
	readonly uptime: () => number;
	/** The settings of n8n. */
	readonly environment: Readonly<Record<string, string | undefined>>;
}

export const askingPorts: AskingPorts = {
	clock: systemClock,
	pool: sharedPool,
	random: Math.random,
	uptime: () => performance.now(),
	environment: process.env,
};
