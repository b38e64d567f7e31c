import { ControlPlane, largestUserPage, type UserFilter } from '../../auth/controlPlane';
import type { ProjectUser, UserType } from '../../auth/projectPayloads';
import type { CloudConnection } from '../../model/connection';
import type { HttpPort } from '../../net/http';
import { SpectrumError } from '../../errors/SpectrumError';
import { systemClock, type Clock } from '../../timing/clock';
import { callWithRetry } from '../../transport/retry';

/** What recipients are managed with. */
export interface RecipientsContext {
	readonly http: HttpPort;
	readonly signal?: AbortSignal;
	/** Default: the system's clock. */
	readonly clock?: Clock;
	/** Gives a number from 0 up to, not including, 1. Default by chance. */
	readonly random?: () => number;
}

/** A person as they are to be registered. */
export interface Person {
	/** E.164. */
	readonly phoneNumber: string;
	readonly firstName?: string;
	readonly lastName?: string;
	readonly email?: string;
}

/** Who is meant: by the ID of a registration, or by the number of the person. */
export type NamedRecipient = { readonly id: string } | { readonly phoneNumber: string };

export interface Registration {
	readonly user: ProjectUser;
	/** True when the person was registered before. Their names have changed to those that were given. */
	readonly alreadyRegistered: boolean;
}

export interface Invitation {
	readonly user: ProjectUser;
	/** A public link that opens Messages on the person's phone. */
	readonly url: string;
	/** What it opens: an `sms:` link. */
	readonly smsLink: string;
}

/** The longest text that an invitation carries, in UTF-16 code units: contract 9.1 and the vendor's reference. */
export const longestInvitationText = 1_000;

/** Which shared number, or which line, a person is registered for. */
export type RegisteredFor =
	| { readonly type: 'shared' }
	/** `line`: the number of one; absent leaves the choice to the control plane. */
	| { readonly type: 'dedicated'; readonly line?: string };

/**
 * The people registered with a project of Spectrum Cloud: on the shared plan only they may be written to (contract 9.1).
 * Each call is tried again while its failure is passing, at most for a minute. All of them may be made twice: the
 * service knows a person by the number.
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

	/** Everyone who is registered, in the order of the service. Asks for one page after the other, as far as it is read. */
	async *list(filter: Omit<UserFilter, 'limit' | 'offset'> = {}, limit = Number.POSITIVE_INFINITY): AsyncGenerator<ProjectUser, void, undefined> {
		const seen = new Set<string>();
		const size = Math.min(largestUserPage, limit);
		for (let offset = 0; seen.size < limit; ) {
			const page = await this.persistently((options) => this.controlPlane.users({ ...filter, limit: size, offset }, options));
			// A control plane that does not page gives the same people again, or all of them at once.
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

	/** Registers a person, or gives the registration that there is. */
	async register(person: Person, wanted: RegisteredFor): Promise<Registration> {
		const known = await this.known(person.phoneNumber, wanted);
		const { phoneNumber, ...details } = person;
		// Nothing would change.
		if (known !== undefined && Object.values(details).every((value) => value === undefined)) return { user: known, alreadyRegistered: true };
		const assigned = wanted.type === 'shared' ? {} : { assignedPhoneNumber: wanted.line ?? known?.assignedPhoneNumber ?? (await this.bestLine()) };
		try {
			const user = await this.persistently((options) => this.controlPlane.createUser({ type: wanted.type, ...person, ...assigned }, options));
			if (user.phoneNumber !== undefined && user.phoneNumber !== phoneNumber) throw somebodyElse(user.phoneNumber);
			return { user: { ...known, ...withoutUndefined(user) }, alreadyRegistered: known !== undefined };
		} catch (error) {
			// Older control planes refuse a number that they have.
			const there = isKind(error, 'duplicate') ? (known ?? (await this.known(phoneNumber, wanted))) : undefined;
			if (there === undefined) throw error;
			return { user: there, alreadyRegistered: true };
		}
	}

	/** Removes a person; undefined when nobody of that name is registered. */
	async remove(named: NamedRecipient): Promise<ProjectUser | undefined> {
		const user = await this.find(named);
		if (user === undefined) return undefined;
		try {
			await this.persistently((options) => this.controlPlane.deleteUser(user.id, options));
		} catch (error) {
			// Removed meanwhile, or by an attempt whose answer was lost.
			if (!isKind(error, 'notFound')) throw error;
		}
		return user;
	}

	/** The link with which a person of the shared plan writes first. `text` stands in Messages then. */
	async invitation(named: NamedRecipient, text?: string): Promise<Invitation> {
		const user = await this.find(named);
		if (user === undefined) throw nobody(named);
		const { url, target } = await this.redirect(user.id, text);
		return { user, url, smsLink: target };
	}

	/** The sources disagree about the address: the public one is asked first, because it is the one that is documented. */
	private async redirect(id: string, text: string | undefined): Promise<{ url: string; target: string }> {
		const ask = async (below: 'root' | 'project') =>
			await this.persistently((options) => this.controlPlane.userRedirect(id, below, text, options));
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
		for await (const user of this.list('id' in named ? { id: named.id } : { search: named.phoneNumber })) if (isMeant(user)) found.push(user);
		if (found.length > 1) throw several(found);
		return found[0];
	}

	/** The registration of a number: on a dedicated plan that for the wanted line, else any. */
	private async known(phoneNumber: string, wanted: RegisteredFor): Promise<ProjectUser | undefined> {
		for await (const user of this.list({ type: wanted.type, search: phoneNumber })) {
			if (user.phoneNumber !== phoneNumber || !isOfType(user, wanted.type)) continue;
			if (wanted.type === 'shared' || wanted.line === undefined || user.assignedPhoneNumber === wanted.line) return user;
		}
		return undefined;
	}

	private async bestLine(): Promise<string> {
		const { phoneNumber } = await this.persistently((options) => this.controlPlane.routeLine(options));
		if (phoneNumber !== undefined) return phoneNumber;
		throw new SpectrumError({
			kind: 'unsupported',
			message: 'The line for new people has no number yet',
			advice: 'Choose one of your lines in the option "Line" of the node.',
		});
	}

	private async persistently<Result>(call: (options: { signal?: AbortSignal }) => Promise<Result>): Promise<Result> {
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

function withoutUndefined(user: ProjectUser): ProjectUser {
	return Object.fromEntries(Object.entries(user).filter(([, value]) => value !== undefined)) as unknown as ProjectUser;
}

/** Older control planes also know a person by the e-mail address, and then answer with whoever has it. */
function somebodyElse(phoneNumber: string): SpectrumError {
	return new SpectrumError({
		kind: 'duplicate',
		message: `Nobody was registered: Spectrum Cloud gave the registration of another number, ${phoneNumber}`,
		advice: 'The e-mail address probably belongs to that registration. Use another e-mail address, or leave it empty.',
	});
}

function nobody(named: NamedRecipient): SpectrumError {
	return new SpectrumError({
		kind: 'notFound',
		message: `Nobody is registered with ${'id' in named ? `the ID "${named.id}"` : `the number ${named.phoneNumber}`}`,
		advice: 'Register the person with iMessage Conversation → Recipient → Register first. "Get Many" there gives everyone who is registered.',
	});
}

function several(users: readonly ProjectUser[]): SpectrumError {
	return new SpectrumError({
		kind: 'invalid',
		message: `The number is registered for ${users.length} lines: ${users.slice(0, 10).map(({ id, assignedPhoneNumber }) => `${assignedPhoneNumber ?? 'no line'} (ID ${id})`).join(', ')}`,
		advice: 'Enter the ID of the registration that you mean in place of the number.',
	});
}
