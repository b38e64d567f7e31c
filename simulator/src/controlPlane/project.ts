import type { DeliveryBehaviour, Generation } from '../deliveries/behaviour';
import type { SimulatedPlan } from '../store/line';
import type { Tokens } from '../store/tokens';
import type { Users } from '../store/users';
import type { ProjectProfile } from './profile';
import type { Webhooks } from './webhooks';

/** Whether a line takes new conversations. */
export type LineStatus = 'available' | 'unavailable';

/** A line as the control plane lists it. */
export interface ListedLine {
	readonly id: string;
	/** Absent for a dedicated line that has no number yet. */
	readonly phone?: string;
	/** ISO 8601. */
	readonly createdAt: string;
	readonly status: LineStatus;
	/** How many spaces it has. */
	readonly chats: number;
}

/** What the routes read and change. */
export interface Project {
	readonly id: string;
	readonly plan: SimulatedPlan;
	/** ISO 8601. */
	readonly createdAt: string;
	readonly tokens: Tokens;
	readonly settings: DeliveryBehaviour & {
		readonly generation: Generation;
		readonly tokenTtlSeconds: number;
		readonly repeatedUsers: 'same' | 'conflict';
	};
	readonly lines: () => readonly ListedLine[];
	readonly webhooks: Webhooks;
	readonly users: Users;
	readonly profile: ProjectProfile;
	/** Whether each platform is enabled, by its name. */
	readonly platforms: Map<string, boolean>;
	/** Why the delivery worker could not reach a URL; undefined for one that it can. */
	readonly unreachable: (url: string) => string | undefined;
	/** ISO 8601. */
	readonly now: () => string;
}
