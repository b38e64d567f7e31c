import type { LineLimits } from '../../../campaign/lineState';
import type { WriteRules } from '../../../campaign/mayWrite';
import type { WriteKey } from '../../../keys/writeKey';
import type { Plan } from '../../../model/line';
import type { Clock } from '../../../timing/clock';
import type { Gateway } from '../../Gateway';
import type { OpenSpace } from '../../openSpace';
import type { Sent } from '../../sendOnce';
import type { CampaignLines } from './lines';
import type { OnceStore } from './onceStore';

/** What happens to people who have no iMessage. */
export type WithoutImessage = 'skip' | 'sms' | 'send';

/** One message of a campaign. */
export interface CampaignMessage {
	/** E.164, or an email address. */
	readonly address: string;
	readonly rules: WriteRules;
	/** The text as people see it, by which a message of an interrupted run is recognised. Absent for files alone. */
	readonly text?: string;
	/** Whether the message has files. An SMS carries none. */
	readonly hasFiles: boolean;
	/** Sends the message in the conversation. */
	readonly send: (space: OpenSpace, key: WriteKey) => Promise<Sent>;
}

/** The settings of a run, which are the same for everyone. */
export interface CampaignSettings {
	readonly campaign: string;
	readonly limits: LineLimits;
	readonly withoutImessage: WithoutImessage;
	/** Processes that may send for the campaign at the same time, 1 or more. */
	readonly workers: number;
	/** When the run ends, in milliseconds since the epoch. What is left then is sent later. */
	readonly endsAt: number;
}

/** The parts of a run. */
export interface CampaignParts {
	readonly gateway: Gateway;
	readonly lines: CampaignLines;
	readonly once: OnceStore;
	readonly plan: Plan;
	readonly signal?: AbortSignal;
	/** Default: the system clock. */
	readonly clock?: Clock;
	/** Gives a number from 0 up to, not including, 1. Default: `Math.random`. */
	readonly random?: () => number;
}
