import { randomBytes, randomUUID } from 'node:crypto';
import { usualDeliveries, type DeliveryBehaviour, type Generation } from './deliveries/behaviour';
import type { SimulatorOptions } from './options';
import { usualBehaviour, type Behaviour } from './services/behaviour';
import type { SimulatedPlan } from './store/line';
import type { RepeatAnswer } from './store/writes';

/** The settings of a run, every default filled in. The changeable ones are read whenever they matter. */
export interface Settings extends Behaviour, DeliveryBehaviour {
	readonly plan: SimulatedPlan;
	readonly projectId: string;
	readonly projectSecret: string;
	readonly tls: boolean;
	readonly seed: number;
	readonly firstSequence: bigint;
	/** Whose contract the control plane speaks, and so the webhooks registered from now on. */
	generation: Generation;
	tokenTtlSeconds: number;
	/** What a person who is registered again gets: themselves, with the fields that are given, or 409. Default `same`. */
	repeatedUsers: 'same' | 'conflict';
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
		generation: options.generation ?? 'november',
		tokenTtlSeconds: options.tokenTtlSeconds ?? 3600,
		repeatedUsers: 'same',
		repeats: options.repeats ?? 'original',
		rateLimit: options.rateLimit ?? 5,
		...usualBehaviour,
		...usualDeliveries,
		...(options.audience === undefined ? {} : { audience: options.audience }),
	};
}
