import type { Random } from '../../simulator/src/random';

/** A row of the list, as a person keeps it in a sheet. */
export interface Row {
	readonly id: number;
	readonly name: string;
	readonly phone: string;
	status: string;
	reason: string;
}

/** Someone on the list, and what they do during the campaign. */
export interface Contact {
	readonly address: string;
	readonly zone: string;
	readonly hasImessage: boolean;
	/** Milliseconds after the start at which they opt out, if they do. Negative: before it. */
	readonly optsOutAfter?: number;
	/** Milliseconds after our message at which they answer, if they do. */
	readonly answersAfter?: number;
}

export interface List {
	readonly rows: Row[];
	readonly contacts: ReadonlyMap<string, Contact>;
	/** Rows that are invalid, and rows that repeat someone. */
	readonly invalid: number;
	readonly duplicates: number;
}

/** Six time zones, each with the beginning of its numbers and the digits that follow. */
const places = [
	{ zone: 'America/New_York', prefix: '+1212', digits: 7 },
	{ zone: 'America/Chicago', prefix: '+1312', digits: 7 },
	{ zone: 'America/Los_Angeles', prefix: '+1310', digits: 7 },
	{ zone: 'Europe/London', prefix: '+4420', digits: 8 },
	{ zone: 'Europe/Berlin', prefix: '+4930', digits: 7 },
	{ zone: 'Asia/Tokyo', prefix: '+8190', digits: 8 },
] as const;

const day = 24 * 60 * 60_000;
const optOutWords = ['STOP', 'Stopp', 'arrêt', 'BAJA', 'unsubscribe', '停止', 'Stop.', 'afmelden'];

export const share = { invalid: 0.01, duplicate: 0.02, withoutImessage: 0.012, optsOut: 0.08, answers: 0.2, national: 0.1 } as const;

/** A list of that many rows, the same for the same seed. */
export function listOf(size: number, random: Random): List {
	const rows: Row[] = [];
	const contacts = new Map<string, Contact>();
	let invalid = 0;
	let duplicates = 0;
	for (let id = 1; id <= size; id++) {
		const chance = random();
		let phone: string;
		if (chance < share.invalid) {
			invalid += 1;
			phone = ['', '12345', 'see notes', 'n/a'][id % 4] ?? '';
		} else if (chance < share.invalid + share.duplicate && contacts.size > 0) {
			duplicates += 1;
			phone = [...contacts.keys()][Math.floor(random() * contacts.size)] ?? '';
		} else {
			const contact = contactOf(id, random);
			contacts.set(contact.address, contact);
			phone = contact.address.startsWith('+1') && random() < share.national ? national(contact.address) : contact.address;
		}
		rows.push({ id, name: `Person ${id}`, phone, status: '', reason: '' });
	}
	return { rows, contacts, invalid, duplicates };
}

export function optOutWord(random: Random): string {
	return optOutWords[Math.floor(random() * optOutWords.length)] ?? 'STOP';
}

function contactOf(id: number, random: Random): Contact {
	const place = places[Math.floor(random() * places.length)] ?? places[0];
	// A four, because the numbers of some places may not begin with a zero or a one.
	const address = `${place.prefix}4${String(id).padStart(place.digits - 1, '0')}`;
	return {
		address,
		zone: place.zone,
		hasImessage: random() >= share.withoutImessage,
		...(random() < share.optsOut ? { optsOutAfter: Math.round((random() * 28 - 4) * day) } : {}),
		...(random() < share.answers ? { answersAfter: Math.round(random() * 2 * day) } : {}),
	};
}

/** As people in the United States write it. */
function national(address: string): string {
	return `(${address.slice(2, 5)}) ${address.slice(5, 8)}-${address.slice(8)}`;
}
