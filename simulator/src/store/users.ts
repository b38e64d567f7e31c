import { randomUUID } from 'node:crypto';

/** How a person registered with the project is served: from the shared pool, or by a dedicated line. */
export type UserType = 'shared' | 'dedicated';

export interface UserDetails {
	readonly firstName?: string;
	readonly lastName?: string;
	readonly email?: string;
}

/** A person registered with the project. */
export interface StoredUser extends UserDetails {
	readonly id: string;
	readonly type: UserType;
	/** E.164. */
	readonly phoneNumber: string;
	/** The number that they write to. */
	readonly assignedPhoneNumber: string;
	/** ISO 8601. */
	readonly createdAt: string;
	/** They have written once since, or accepted an invitation. */
	optedIn: boolean;
}

/** The people registered with the project, oldest first. On the shared plan only they may be written to. */
export class Users {
	private readonly byId = new Map<string, StoredUser>();

	get all(): readonly StoredUser[] {
		return [...this.byId.values()];
	}

	get(id: string): StoredUser | undefined {
		return this.byId.get(id);
	}

	/** Who is registered as this person: by the number on the shared plan, by number and line on a dedicated one. */
	same({
		type,
		phoneNumber,
		assignedPhoneNumber,
	}: Pick<StoredUser, 'type' | 'phoneNumber' | 'assignedPhoneNumber'>): StoredUser | undefined {
		return this.all.find(
			(user) =>
				user.type === type && user.phoneNumber === phoneNumber && (type === 'shared' || user.assignedPhoneNumber === assignedPhoneNumber),
		);
	}

	/** Changes the fields that are given. */
	change(id: string, details: UserDetails): StoredUser {
		const user = this.byId.get(id);
		if (user === undefined) throw new Error(`There is no user ${id}`);
		return Object.assign(user, details);
	}

	add(user: Omit<StoredUser, 'id' | 'optedIn'>): StoredUser {
		const added = { ...user, id: randomUUID(), optedIn: false };
		this.byId.set(added.id, added);
		return added;
	}

	restore(users: readonly StoredUser[]): void {
		for (const user of users) this.byId.set(user.id, user);
	}

	delete(id: string): boolean {
		return this.byId.delete(id);
	}

	/** A person writes, or accepts an invitation. It counts only when they are registered by then. */
	optIn(address: string): void {
		const user = this.find(address);
		if (user !== undefined) user.optedIn = true;
	}

	/** Whether the project may write to an address. */
	allows(address: string): boolean {
		return this.find(address)?.optedIn === true;
	}

	/** Whether a number is registered. */
	has(phoneNumber: string): boolean {
		return this.all.some((user) => user.phoneNumber === phoneNumber);
	}

	private find(address: string): StoredUser | undefined {
		return this.all.find(({ phoneNumber, email }) => phoneNumber === address || email === address);
	}
}
