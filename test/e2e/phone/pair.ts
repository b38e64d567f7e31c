import { follow, type Followed } from '../../contract/follow';
import { vendorClient, type AdvancedIMessage } from '../../contract/vendorDriver';
import { Screen } from './screen';
import { ada, Stage } from '../support/stage';

/** The first line, as the page calls it. */
export const line = '+1 (555) 000-0001';
/** Its row in a list of conversations. */
export const lineRow = /^\+1 \(555\) 000-0001\./;
/** Ada's conversation with it. */
export const space = `any;-;${ada}`;

/** An event as the vendor's client shows it. */
export type Event = Record<string, unknown> & { readonly type: string };

/** Both ends of a conversation: a phone of the page, and the vendor's client on the line. */
export class Pair {
	private constructor(
		readonly stage: Stage,
		readonly client: AdvancedIMessage,
		/** Ada's. */
		readonly phone: Screen,
		private readonly messages: Followed<unknown>,
	) {}

	static async open(): Promise<Pair> {
		const stage = await Stage.open();
		const client = await vendorClient(stage.spectrum);
		const messages = follow<unknown>(client.messages.subscribeEvents());
		await stage.spectrum.nextStream();
		return new Pair(stage, client, new Screen(await stage.page(), ada), messages);
	}

	/** Closes everything; fails when the page has complained, or asked anyone else for anything. */
	async close(): Promise<void> {
		await this.messages.close();
		await this.client.close();
		await this.stage.close();
		expect(this.stage.complaints).toEqual([]);
		expect(this.stage.elsewhere).toEqual([]);
	}

	/** What the client hears next of that kind about messages, not counting what it has sent itself. */
	async heard(type = 'message.received'): Promise<Event> {
		for (;;) {
			const event = (await this.messages.next()) as Event;
			if (event.type === type && (type !== 'message.received' || event.isFromMe === false)) return event;
		}
	}

	/** What the client reads of the message that it hears of next. */
	async received(): Promise<Awaited<ReturnType<AdvancedIMessage['messages']['get']>>> {
		return await this.client.messages.get(idOf(await this.heard()));
	}

	/** Ada writes to the line, so that there is a conversation; the answer is her message. */
	async begin(text = 'Hi'): Promise<string> {
		await this.phone.start(line);
		await this.phone.write(text);
		return idOf(await this.heard());
	}
}

/** The message that an event brings. */
export function idOf(event: Event): string {
	return (event.message as { guid: string }).guid;
}
