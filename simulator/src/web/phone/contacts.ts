/** A person who has a phone on the page. */
export interface Person {
	/** E.164 number or email address. */
	readonly address: string;
	readonly name: string;
}

/** Who is there from the start. Numbers of 555 belong to nobody. */
export const usualPeople: readonly Person[] = [
	{ address: '+15551234567', name: 'Ada Reyes' },
	{ address: '+15557654321', name: 'Ben Okafor' },
];

/** What the page calls people. */
export class Contacts {
	private readonly names = new Map<string, string>();

	constructor(people: readonly Person[]) {
		for (const { address, name } of people) this.names.set(address, name);
	}

	get addresses(): readonly string[] {
		return [...this.names.keys()];
	}

	add({ address, name }: Person): void {
		this.names.set(address, name);
	}

	has(address: string): boolean {
		return this.names.has(address);
	}

	/** The name, or else the address in a form that is easy to read. */
	nameOf(address: string): string {
		return this.names.get(address) ?? readable(address);
	}
}

/** `+15551234567` as +1 (555) 123-4567; all else as it is. */
export function readable(address: string): string {
	const [, area, first, last] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(address) ?? [];
	return area === undefined ? address : `+1 (${area}) ${first}-${last}`;
}
