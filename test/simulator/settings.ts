import { randomBytes, randomUUID } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import type { SimulatorOptions } from './options';
import type { Behaviour } from './services/method';
import type { SimulatedPlan } from './store/line';
import type { RepeatAnswer } from './store/writes';

/** The settings of a run, every default filled in. The changeable ones are read whenever they matter. */
export interface Settings extends Behaviour {
	readonly plan: SimulatedPlan;
	readonly projectId: string;
	readonly projectSecret: string;
	readonly tls: boolean;
	readonly seed: number;
	readonly firstSequence: bigint;
	tokenTtlSeconds: number;
	repeats: RepeatAnswer;
	rateLimit: number;
}

/** What a run starts with, besides its lines. */
export function settingsOf(options: SimulatorOptions): Settings {
	return {
		plan: options.plan ?? 'shared',
		projectId: options.projectId ?? randomUUID(),
		projectSecret: options.projectSecret ?? randomBytes(24).toString('base64url'),
		tls: options.tls ?? true,
		seed: options.seed ?? randomBytes(4).readUInt32BE(),
		firstSequence: options.firstSequence ?? 1n,
		tokenTtlSeconds: options.tokenTtlSeconds ?? 3600,
		repeats: options.repeats ?? 'original',
		rateLimit: options.rateLimit ?? 5,
		emptyPollTitles: false,
		pollChoices: 'several',
		backgroundMilliseconds: 0,
		chunkBytes: 64 * 1024,
		heartbeatMilliseconds: 30_000,
		replayHeartbeatEvery: 100,
		earlyHeaders: true,
		retainedEvents: Number.POSITIVE_INFINITY,
		rejectsCursors: true,
		cursorError: { code: 'preconditionFailed', status: status.OUT_OF_RANGE },
		readActors: 'line',
		maxStreams: Number.POSITIVE_INFINITY,
		endsStreamsWithToken: true,
	};
}
