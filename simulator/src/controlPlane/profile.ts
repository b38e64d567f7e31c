/** How a project shows itself to those it writes to. */
export interface ProfileFields {
	readonly firstName: string;
	readonly lastName: string;
	readonly avatarUrl: string | null;
	/** Whether the lines' contact cards show it; the vendor's client shares the card with new people only then. */
	readonly imessageSynced: boolean;
}

export interface ProjectProfile {
	fields: ProfileFields;
}

const texts = ['firstName', 'lastName', 'avatarUrl'] as const;

/** The fields of a change; a text that tells what is wrong with it otherwise. */
export function readProfileChange(body: Readonly<Record<string, unknown>>): Partial<ProfileFields> | string {
	const change: Record<string, unknown> = {};
	for (const name of texts) {
		if (body[name] === undefined) continue;
		if (typeof body[name] !== 'string') return `${name} must be a text`;
		change[name] = body[name];
	}
	if (body.imessageSynced !== undefined) {
		if (typeof body.imessageSynced !== 'boolean') return 'imessageSynced must be true or false';
		change.imessageSynced = body.imessageSynced;
	}
	return change;
}
