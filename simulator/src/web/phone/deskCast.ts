import type { Cast } from '../cast';
import { readable } from './contacts';
import type { Desk } from './desk';
import type { Feed } from './feed';

/** The people of the phones, for what makes them act from elsewhere. */
export function deskCast(desk: Desk, feed: Feed): Cast {
	return {
		addressOf: (name) => {
			const wanted = name.toLowerCase();
			const isCalled = (full: string): boolean => full.toLowerCase() === wanted || full.split(' ')[0]?.toLowerCase() === wanted;
			return desk.people.find((person) => isCalled(person.name))?.address;
		},
		introduce: (address, name) => {
			const isNamed = desk.contacts.has(address) && desk.contacts.nameOf(address) !== readable(address);
			if (isNamed || (!desk.contacts.has(address) && !desk.meet(address))) return;
			desk.contacts.add({ address, name });
			feed.tellPhone(address);
		},
		showTyping: (address, line, spaceId, isTyping) => feed.tellTyping(desk.holder(address), line, spaceId, isTyping),
	};
}
