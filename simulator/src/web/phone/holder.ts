import type { LineStore } from '../../store/line';
import type { Phone } from '../../store/phone';
import type { Chronicle } from './chronicle';
import { readable, type Contacts } from './contacts';

/** Whoever looks at a phone: what they see depends on who they are. */
export class Holder {
	constructor(
		readonly phone: Phone,
		readonly chronicle: Chronicle,
		private readonly contacts: Contacts,
	) {}

	get address(): string {
		return this.phone.address;
	}

	get name(): string {
		return this.contacts.nameOf(this.address);
	}

	/** Name of a person, or of the line. */
	nameOf(line: LineStore, address: string | undefined): string {
		return address === undefined || address === line.ownAddress ? lineName(line) : this.contacts.nameOf(address);
	}
}

/** A line as people read it. */
export function lineName(line: LineStore): string {
	return line.plan === 'shared' ? 'Shared line' : readable(line.label);
}
