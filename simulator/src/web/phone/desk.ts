import type { Simulator } from '../../Simulator';
import type { StoredChat } from '../../store/chat';
import type { LineStore } from '../../store/line';
import type { StoredMessage } from '../../store/message';
import { WebError } from '../route';
import { Chronicle } from './chronicle';
import { Contacts, readable, type Person } from './contacts';
import type { DeskState } from './deskState';
import { Holder } from './holder';
import { address as readAddress, text, type Body } from './input';
import { Reading } from './reading';
import { Uploads } from './uploads';

/** More people than these are not listed. */
const mostPeople = 500;

/** What all phones of a page have in common. */
export class Desk {
	readonly chronicle = new Chronicle();
	readonly contacts: Contacts;
	readonly uploads = new Uploads();
	readonly reading = new Reading();

	constructor(
		readonly simulator: Simulator,
		people: readonly Person[],
		former?: DeskState,
	) {
		this.contacts = new Contacts([...people, ...(former?.people ?? [])]);
		if (former !== undefined) this.reading.restore(former);
		for (const line of this.lines) {
			this.chronicle.read(line);
			for (const { actor } of line.log.after()) if (actor !== undefined) this.meet(actor);
		}
		for (const { address, messages } of simulator.phones) if (messages.length > 0) this.meet(address);
	}

	get lines(): readonly LineStore[] {
		return this.simulator.lines.map(({ id }) => this.simulator.store(id));
	}

	get people(): readonly Person[] {
		return this.contacts.addresses.map((address) => ({ address, name: this.contacts.nameOf(address) }));
	}

	/** What a page of another run goes on with. */
	get state(): DeskState {
		return { people: this.people, ...this.reading.state };
	}

	/** A person shows up who was not there before; false when they are known, or when there are too many. */
	meet(address: string): boolean {
		if (this.contacts.has(address) || this.contacts.addresses.length >= mostPeople) return false;
		this.contacts.add({ address, name: readable(address) });
		return true;
	}

	holder(address: string): Holder {
		return new Holder(this.simulator.phone(address), this.chronicle, this.contacts);
	}

	/** Who acts. */
	actor(body: Body): Holder {
		return this.holder(readAddress(text(body, 'phone', 254)));
	}

	/** The line that an action names by number or instance id. */
	line(body: Body): LineStore {
		return this.lineOf(text(body, 'line', 64));
	}

	lineOf(name: string): LineStore {
		const line = this.lines.find(({ id, phone }) => id === name || phone === name);
		if (line === undefined) throw new WebError(404, `There is no line ${name}`);
		return line;
	}

	/** A conversation that the person is in now. */
	chat({ address }: Holder, line: LineStore, spaceId: string): StoredChat {
		const chat = line.chats.get(spaceId);
		if (chat === undefined) throw new WebError(404, 'The conversation no longer exists');
		if (!chat.members.includes(address)) throw new WebError(422, 'You are no longer in this conversation');
		return chat;
	}

	/** A message of a conversation that the person is in now. */
	message(holder: Holder, line: LineStore, id: string): StoredMessage {
		const message = line.messages.get(id);
		if (message === undefined) throw new WebError(404, 'The message no longer exists');
		this.chat(holder, line, message.chatGuid);
		return message;
	}
}
