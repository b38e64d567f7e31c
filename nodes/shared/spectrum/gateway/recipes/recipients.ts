import { ControlPlane, largestUserPage, type UserFilter } from '../../auth/controlPlane';
import type { ProjectUser, UserType } from '../../auth/projectPayloads';
import type { CloudConnection } from '../../model/connection';
import type { HttpPort } from '../../net/http';
import { SpectrumError } from '../../errors/SpectrumError';
import { systemClock, type Clock } from '../../timing/clock';
import { callWithRetry } from '../../transport/retry';
import { present } from '../../values/present';

/** The parts and settings of {@link Recipients}. */
export interface RecipientsContext {
	readonly http: HttpPort;
	readonly signal?: AbortSignal;
	/** Default: the system clock. */
	readonly clock?: Clock;
	/** Returns a number from 0 up to, but not including, 1. Default: `Math.random`. */
	readonly random?: () => number;
}

/** A person to register. */
export interface Person {
	/** E.164. */
	readonly phoneNumber: string;
	readonly firstName?: string;
	readonly lastName?: string;
	readonly email?: string;
}

/** Names a person by the ID of the registration or by the phone number. */
export type NamedRecipient = { readonly id: string } | { readonly phoneNumber: string };

export interface Registration {
	readonly user: ProjectUser;
	/** True when the person was registered before. The given names replaced the stored ones. */
	readonly alreadyRegistered: boolean;
}

export interface Invitation {
	readonly user: ProjectUser;
	/** A public link that opens Messages on the person's phone. */
	readonly url: string;
	/** The `sms:` link that it opens. */
	readonly smsLink: string;
}

/** Longest text of an invitation, in UTF-16 code units (contract 9.1 and the vendor's reference). */
export const longestInvitationText = 1_000;

/** The plan, and on a dedicated plan the line, for which a person is registered. */
export type RegisteredFor =
	| { readonly type: 'shared' }
	/** `line`: the number of the line. If absent, the control plane chooses. */
	| { readonly type: 'dedicated'; readonly line?: string };

/**
 * The people who are registered with a project of Spectrum Cloud. On the shared plan, messages may go only to them (contract
 * 9.1). Passing failures are retried for up to a minute. Every call can safely be repeated, because the service identifies a
 * person by the number.
 */
export class Recipients {
	private readonly controlPlane: ControlPlane;
	private readonly clock: Clock;

	constructor(
		connection: CloudConnection,
		private readonly context: RecipientsContext,
	) {
		this.clock = context.clock ?? systemClock;
		this.controlPlane = new ControlPlane(connection, context.http, this.clock);
	}

	/** All registered people, in the order of the service. A page is fetched only when the reader needs it. */
	async *list(
		filter: Omit<UserFilter, 'limit' | 'offset'> = {},
		limit = Number.POSITIVE_INFINITY,
	): AsyncGenerator<ProjectUser, void, undefined> {
		const seen = new Set<string>();
		const size = Math.min(largestUserPage, limit);
		for (let offset = 0; seen.size < limit; ) {
			const page = await this.withRetries((options) => this.controlPlane.users({ ...filter, limit: size, offset }, options));
			// A control plane without paging returns the same people again, or all of them at once.
			const fresh = page.users.filter(({ id }) => !seen.has(id));
			for (const user of fresh) {
				if (seen.size === limit) return;
				seen.add(user.id);
				yield user;
			}
			offset += page.users.length;
			const isLast = page.total === undefined ? page.users.length < size : offset >= page.total;
			if (fresh.length === 0 || isLast) return;
		}
	}

	/** Registers a person, or returns the existing registration. */
	async register(person: Person, wanted: RegisteredFor): Promise<Registration> {
		const known = await this.findRegistration(person.phoneNumber, wanted);
		const { phoneNumber, ...details } = person;
		// Nothing would change.
		if (known !== undefined && Object.values(details).every((value) => value === undefined))
			return { user: known, alreadyRegistered: true };
		const assigned =
			wanted.type === 'shared' ? {} : { assignedPhoneNumber: wanted.line ?? known?.assignedPhoneNumber ?? (await this.bestLine()) };
		try {
			const user = await this.withRetries((options) =>
				this.controlPlane.createUser({ type: wanted.type, ...person, ...assigned }, options),
			);
			if (user.phoneNumber !== undefined && user.phoneNumber !== phoneNumber) throw otherRegistration(user.phoneNumber);
			return { user: { ...known, ...present(user) }, alreadyRegistered: known !== undefined };
		} catch (error) {
			// Older control planes refuse a number that is registered already.
			const there = isKind(error, 'duplicate') ? (known ?? (await this.findRegistration(phoneNumber, wanted))) : undefined;
			if (there === undefined) throw error;
			return { user: there, alreadyRegistered: true };
		}
	}

	/** Removes a person. Undefined when the person is not registered. */
	async remove(named: NamedRecipient): Promise<ProjectUser | undefined> {
		const user = await this.find(named);
		if (user === undefined) return undefined;
		try {
			await this.withRetries((options) => this.controlPlane.deleteUser(user.id, options));
		} catch (error) {
			// Removed in the meantime, or by an attempt whose answer was lost.
			if (!isKind(error, 'notFound')) throw error;
		}
		return user;
	}

	/** Makes the link with which a person on the shared plan sends the first message. Messages shows `text` as the draft. */
	async invitation(named: NamedRecipient, text?: string): Promise<Invitation> {
		const user = await this.find(named);
		if (user === undefined) throw notRegistered(named);
		const { url, target } = await this.redirect(user.id, text);
		return { user, url, smsLink: target };
	}

	/** The sources disagree about the address. The public one is tried first, because it is documented. */
	private async redirect(id: string, text: string | undefined): Promise<{ url: string; target: string }> {
		const ask = async (below: 'root' | 'project') =>
			await this.withRetries((options) => this.controlPlane.userRedirect(id, below, text, options));
		try {
			return await ask('root');
		} catch (error) {
			if (!isKind(error, 'notFound')) throw error;
			return await ask('project');
		}
	}

	private async find(named: NamedRecipient): Promise<ProjectUser | undefined> {
		const isMeant = (user: ProjectUser): boolean => ('id' in named ? user.id === named.id : user.phoneNumber === named.phoneNumber);
		const found: ProjectUser[] = [];
		for await (const user of this.list('id' in named ? { id: named.id } : { search: named.phoneNumber }))
			if (isMeant(user)) found.push(user);
		if (found.length > 1) throw several(found);
		return found[0];
	}

	/** The registration of a number. On a dedicated plan, it must be for the wanted line, if there is one. */
	private async findRegistration(phoneNumber: string, wanted: RegisteredFor): Promise<ProjectUser | undefined> {
		for await (const user of this.list({ type: wanted.type, search: phoneNumber })) {
			if (user.phoneNumber !== phoneNumber || !isOfType(user, wanted.type)) continue;
			if (wanted.type === 'shared' || wanted.line === undefined || user.assignedPhoneNumber === wanted.line) return user;
		}
		return undefined;
	}

	private async bestLine(): Promise<string> {
		const { phoneNumber } = await this.withRetries((options) => this.controlPlane.routeLine(options));
		if (phoneNumber !== undefined) return phoneNumber;
		throw new SpectrumError({
			kind: 'unsupported',
			message: 'The line for new people has no number yet',
			advice: 'Choose one of your lines in the option "Line" of the node.',
		});
	}

	private async withRetries<Result>(call: (options: { signal?: AbortSignal }) => Promise<Result>): Promise<Result> {
		const { signal, random = Math.random } = this.context;
		return await callWithRetry({ clock: this.clock, random, signal }, async () => await call({ signal }));
	}
}

function isOfType({ type }: ProjectUser, wanted: UserType): boolean {
	return type === undefined || type === wanted;
}

function isKind(error: unknown, kind: SpectrumError['kind']): boolean {
	return error instanceof SpectrumError && error.kind === kind;
}

/** Older control planes also identify a person by the email address. Then they answer with the registration that has it. */
function otherRegistration(phoneNumber: string): SpectrumError {
	return new SpectrumError({
		kind: 'duplicate',
		message: `No one was registered: Spectrum Cloud returned the registration of another number, ${phoneNumber}`,
		advice: 'The email address probably belongs to that registration. Use another email address, or leave it empty.',
	});
}

function notRegistered(named: NamedRecipient): SpectrumError {
	return new SpectrumError({
		kind: 'notFound',
		message: `No one is registered with ${'id' in named ? `the ID "${named.id}"` : `the number ${named.phoneNumber}`}`,
		advice:
			'Register the person with iMessage Conversation → Recipient → Register first. "Get Many" there returns everyone who is registered.',
	});
}

function several(users: readonly ProjectUser[]): SpectrumError {
	return new SpectrumError({
		kind: 'invalid',
		message: `The number is registered for ${users.length} lines: ${users
			.slice(0, 10)
			.map(({ id, assignedPhoneNumber }) => `${assignedPhoneNumber ?? 'no line'} (ID ${id})`)
			.join(', ')}`,
		advice: 'Enter the ID of the registration instead of the number.',
	});
}
