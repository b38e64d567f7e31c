import { MovableClock } from '../../movableClock';
import type { DailyCount } from '../../store/quota';
import type { Audience } from '../../services/behaviour';
import type { Simulator } from '../../Simulator';
import { lastDeliveryWords } from './deliveryDesk';
import type { ArmedFault, FaultDesk } from './faultDesk';
import type { Player, PlayState } from './play/player';
import { shownUrl } from './words';

/** What a line has of its day. */
export interface QuotaState {
	readonly used: number;
	/** Null: no limit. */
	readonly limit: number | null;
	/** Null: no limit. */
	readonly left: number | null;
	/** When the window ends, in milliseconds since the epoch; absent while none has begun. */
	readonly until?: number;
}

export interface LineState {
	/** Number of the line, or its id. */
	readonly line: string;
	readonly status: 'available' | 'unavailable';
	/** Down because of a restart: the seconds that were asked for. */
	readonly downSeconds?: number;
	readonly messages: QuotaState;
	readonly conversations: QuotaState;
	readonly spaces: number;
	readonly openStreams: number;
}

export interface PersonState {
	readonly id: string;
	readonly phoneNumber: string;
	readonly name?: string;
	readonly type: 'shared' | 'dedicated';
	readonly isOptedIn: boolean;
}

export interface WebhookState {
	readonly id: string;
	/** Without name, password and query. */
	readonly url: string;
	readonly isEnabled: boolean;
	readonly disabledReason?: string;
	readonly generation: string;
}

/** Longest list that a page gets: clients may register more. */
const mostListed = 100;

/** Everything the panel shows, besides the journal and the time. */
export interface PanelState {
	readonly plan: 'shared' | 'dedicated';
	readonly clock: { readonly isMovable: boolean; readonly isPaused: boolean; readonly aheadSeconds: number };
	readonly lines: readonly LineState[];
	readonly limits: { readonly messagesPerDay: number | null; readonly newConversationsPerDay: number | null };
	readonly audience: Audience;
	/** Oldest first, and not more than `mostListed`. */
	readonly people: readonly PersonState[];
	readonly peopleCount: number;
	/** As `people`. */
	readonly webhooks: readonly WebhookState[];
	readonly webhookCount: number;
	readonly lastDelivery?: { readonly to: string; readonly content: string };
	readonly armed: readonly ArmedFault[];
	readonly play: PlayState;
}

/** How the simulated world stands. */
export function stateOf(simulator: Simulator, faults: FaultDesk, player: Player): PanelState {
	const { settings, clock, dashboard, webhooks } = simulator;
	const { messagesPerDay, newConversationsPerDay, plan, audience } = settings;
	return {
		plan,
		clock:
			clock instanceof MovableClock
				? { isMovable: true, isPaused: clock.state.isPaused, aheadSeconds: clock.state.isPaused ? 0 : Math.round(clock.state.ahead / 1000) }
				: { isMovable: false, isPaused: false, aheadSeconds: 0 },
		lines: linesOf(simulator, faults),
		limits: { messagesPerDay: finite(messagesPerDay), newConversationsPerDay: finite(newConversationsPerDay) },
		audience,
		peopleCount: dashboard.users.all.length,
		people: dashboard.users.all.slice(0, mostListed).map(({ id, phoneNumber, firstName, lastName, type, optedIn }) => ({
			id,
			phoneNumber,
			name: [firstName, lastName].filter((name) => name !== undefined && name !== '').join(' ') || undefined,
			type,
			isOptedIn: optedIn,
		})),
		webhookCount: webhooks.length,
		webhooks: webhooks.slice(0, mostListed).map(({ id, webhookUrl, disabledAt, disabledReason, generation }) => ({
			id,
			url: shownUrl(webhookUrl),
			isEnabled: disabledAt === undefined,
			disabledReason,
			generation,
		})),
		lastDelivery: lastDeliveryWords(simulator),
		armed: faults.armed,
		play: player.state,
	};
}

function linesOf(simulator: Simulator, faults: FaultDesk): LineState[] {
	const { settings, streams, dashboard } = simulator;
	return dashboard.lines.map(({ id, phone, status, chats }) => {
		const line = phone ?? id;
		const { messagesToday, conversationsToday } = simulator.store(id);
		return {
			line,
			status,
			downSeconds: faults.downLines.find((down) => down.line === line)?.seconds,
			messages: quotaOf(messagesToday, settings.messagesPerDay),
			conversations: quotaOf(conversationsToday, settings.newConversationsPerDay),
			spaces: chats,
			openStreams: streams.filter((stream) => stream.line === line).length,
		};
	});
}

function quotaOf({ current, until }: DailyCount, limit: number): QuotaState {
	return { used: current, limit: finite(limit), left: finite(Math.max(0, limit - current)), until };
}

/** JSON knows no infinity. */
function finite(number: number): number | null {
	return Number.isFinite(number) ? number : null;
}
