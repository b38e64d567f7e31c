import { ControlPlane } from '../../auth/controlPlane';
import { outcomeOf } from '../../errors/outcome';
import { accountOf } from '../../keys/connectionIdentity';
import { hashOfParts } from '../../keys/hash';
import type { Connection } from '../../model/connection';
import type { HttpPort } from '../../net/http';
import { BoundedMap } from '../../timing/boundedMap';
import { systemClock, type Clock } from '../../timing/clock';
import type { Gateway } from '../Gateway';
import type { OpenSpace } from '../openSpace';
import { credentialIdentity } from '../pool/pool';

/** What became of the card. */
export type OwnCardOutcome =
	| 'shared'
	/** In the last 24 hours. */
	| 'sharedBefore'
	/** The person has not written yet. */
	| 'notAnswered'
	/** The profile is not synced with iMessage, or nobody knows: only Spectrum Cloud says so. */
	| 'notSynced'
	/** A group. The people in it may have the card from elsewhere. */
	| 'notDirect'
	| 'failed';

/** A conversation in which a message was just sent. */
export interface OwnCardShare {
	readonly connection: Connection;
	/** Its signal limits how long sharing may take. */
	readonly gateway: Gateway;
	readonly http: HttpPort;
	readonly space: OpenSpace;
}

/** The times of sharing, in milliseconds, and what is remembered at most. */
export const ownCardLimits = {
	/** A person gets the card once in this time. */
	again: 24 * 60 * 60_000,
	/** How long an answer about the profile counts, and that there was none. */
	synced: 60_000,
	/** For the answer about the profile. */
	answer: 10_000,
	accounts: 100,
	/** For each credential. */
	people: 10_000,
} as const;

/**
 * Shares a line's own name and photo with people who have written to it, once a day each. The vendor's SDK does the same on
 * every message that arrives (`@spectrum-ts/imessage` 12.8.0), and the contract advises it (9.6). The memory belongs to the
 * process. Its key is that of a person and a day, so a server recognises what another process or an earlier one has shared.
 */
export class OwnCards {
	private readonly accounts = new BoundedMap<AccountCards>(ownCardLimits.accounts);

	constructor(private readonly clock: Clock = systemClock) {}

	/** Call it after a send. Never rejects, because the message is out. */
	async share({ connection, gateway, http, space }: OwnCardShare): Promise<OwnCardOutcome> {
		if (space.type !== 'dm') return 'notDirect';
		if (connection.kind !== 'cloud') return 'notSynced';
		const { shared, isSynced } = this.cardsOf(connection);
		const name = JSON.stringify([space.line.id, space.id]);
		const before = shared.get(name);
		const now = this.clock.now();
		if (before !== undefined && now - before.at < ownCardLimits.again) return before.since;
		// Noted before the first call, so that messages sent at once share it once.
		shared.set(name, { at: now, since: 'sharedBefore' });
		const outcome = await outcomeOf(async (): Promise<OwnCardOutcome> => {
			const askProfile = async () =>
				await new ControlPlane(connection, http).isProfileSynced({ signal: AbortSignal.timeout(ownCardLimits.answer) });
			if (!(await isSynced(askProfile, now))) return 'notSynced';
			if (!(await hasWritten(gateway, space))) return 'notAnswered';
			const day = new Date(now).toISOString().slice(0, 10);
			await gateway.spaces.shareContactCard(space, (step) => hashOfParts([step, accountOf(connection), space.line.id, space.id, day]));
			return 'shared';
		});
		if (outcome.ok && outcome.value === 'shared') return 'shared';
		// The server says so when the account has no card to share; asking it for every message would change nothing.
		if (!outcome.ok && outcome.error.code === 'preconditionFailed') shared.set(name, { at: now, since: 'failed' });
		else shared.delete(name);
		return outcome.ok ? outcome.value : 'failed';
	}

	private cardsOf(connection: Connection): AccountCards {
		const key = credentialIdentity(connection);
		const cards = this.accounts.touch(key) ?? new AccountCards();
		this.accounts.set(key, cards);
		return cards;
	}
}

/** The cards of the process. */
export const ownCards = new OwnCards();

/** The last attempt in a conversation. */
interface Attempt {
	/** In milliseconds since the Unix epoch. */
	readonly at: number;
	/** What every message gets to hear since then. */
	readonly since: 'sharedBefore' | 'failed';
}

/** What is remembered for one credential. */
class AccountCards {
	/** The conversations that need no call for a day. */
	readonly shared = new BoundedMap<Attempt>(ownCardLimits.people);
	private asked: { readonly answer: Promise<boolean>; readonly until: number } | undefined;

	/** Whether the profile is synced. All who ask at once share one answer, and one failure. */
	readonly isSynced = async (ask: () => Promise<boolean>, now: number): Promise<boolean> => {
		if (this.asked === undefined || now >= this.asked.until) this.asked = { answer: ask(), until: now + ownCardLimits.synced };
		return await this.asked.answer;
	};
}

async function hasWritten(gateway: Gateway, space: OpenSpace): Promise<boolean> {
	const newest = gateway.messages.listInSpace(space, { isFromMe: false, limit: 1 })[Symbol.asyncIterator]();
	return (await newest.next()).done !== true;
}
