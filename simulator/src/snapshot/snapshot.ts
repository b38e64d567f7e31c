import type { ProjectProfile } from '../controlPlane/profile';
import type { Webhook } from '../controlPlane/webhooks';
import type { Payloads } from '../deliveries/payload';
import type { PendingDelivery } from '../deliveries/worker';
import type { ClockState } from '../movableClock';
import type { Settings } from '../settings';
import type { PhoneState } from '../store/phone';
import type { IssuedToken } from '../store/tokens';
import type { StoredUser } from '../store/users';
import type { LineState } from './lineState';

/** What is fixed when a simulator starts. Everything else about the settings may be changed while it runs. */
type FixedSetting = 'plan' | 'projectId' | 'projectSecret' | 'tls' | 'seed' | 'firstSequence';
export const fixedSettings: ReadonlySet<string> = new Set<FixedSetting>([
	'plan',
	'projectId',
	'projectSecret',
	'tls',
	'seed',
	'firstSequence',
]);
export type ChangeableSettings = Omit<Settings, FixedSetting>;

/**
 * Everything that a simulator remembers, to go on with in another process. Not kept: what it was started with, its lists
 * of calls, requests and attempts, which the journal shows, and scripted faults, because a restart is a way out of them.
 */
export interface Snapshot {
	/** Absent for a clock that a person cannot move. */
	readonly clock?: ClockState;
	readonly settings: ChangeableSettings;
	readonly lines: readonly LineState[];
	/** Labels of lines that are not given to new people. */
	readonly unavailable: readonly string[];
	/** ISO 8601, by label. */
	readonly createdAt: ReadonlyMap<string, string>;
	readonly phones: readonly PhoneState[];
	readonly tokens: readonly IssuedToken[];
	readonly users: readonly StoredUser[];
	readonly platforms: ReadonlyMap<string, boolean>;
	readonly profile: ProjectProfile['fields'];
	readonly webhooks: readonly Webhook[];
	/** Messages lost in a row, by id of the webhook. */
	readonly lost: ReadonlyMap<string, number>;
	/** Deliveries that can be made again, by id of the message. */
	readonly deliveries: ReadonlyMap<string, Payloads>;
	/** What waits for its next attempt. Absent in a snapshot of an older version. */
	readonly pending?: readonly PendingDelivery[];
}
