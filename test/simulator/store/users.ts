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

	/** Undefined when the number is registered already. */
	add(user: Omit<StoredUser, 'id' | 'optedIn'>): StoredUser | undefined {
		if (this.find(user.phoneNumber) !== undefined) return undefined;
		const added = { ...user, id: randomUUID(), optedIn: false };
		this.byId.set(added.id, added);
		return added;
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

	private find(address: string): StoredUser | undefined {
		return this.all.find(({ phoneNumber, email }) => phoneNumber === address || email === address);
	}
}
