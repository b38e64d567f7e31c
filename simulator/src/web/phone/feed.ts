import type { LoggedEvent } from '../../store/eventLog';
import type { LineStore } from '../../store/line';
import type { Phone, PhoneHappening } from '../../store/phone';
import type { PageStream } from '../route';
import { phoneView } from './actions/settings';
import type { Notice } from './chronicle';
import type { Desk } from './desk';
import { lineName, type Holder } from './holder';
import { messageView } from './messageView';
import { noticeView, spaceView } from './spaceView';
import type { SpaceView } from './views';

/** Phones that one page may show at once. */
const mostPhones = 12;

interface Follower {
	readonly page: PageStream;
	readonly holders: readonly Holder[];
	/** Conversations to tell of once what happens now is through. */
	readonly stale: Map<string, () => void>;
}

/** Tells the pages what their phones show from now on. */
export class Feed {
	private readonly followers = new Set<Follower>();
	private readonly unwatch: () => void;

	constructor(private readonly desk: Desk) {
		this.unwatch = desk.simulator.watch((happening) => {
			if (happening.type === 'logged') this.logged(happening.line, happening.event);
			else this.happened(happening.phone, happening.change);
		});
	}

	close(): void {
		this.unwatch();
	}

	/** Sends what the page's phones show now, and what changes later. */
	follow(page: PageStream): () => void {
		const addresses = [...new Set(page.query.getAll('phone'))].slice(0, mostPhones);
		const holders = addresses.map((address) => this.desk.holder(address));
		const follower = { page, holders, stale: new Map<string, () => void>() };
		this.followers.add(follower);
		page.send('people', this.desk.people);
		for (const holder of holders) page.send('phone', this.snapshot(holder));
		return () => this.followers.delete(follower);
	}

	/** The settings or the name of a person have changed. */
	tellPhone(address: string): void {
		this.tellPeople();
		for (const { page, holders } of this.followers) {
			const holder = holders.find((one) => one.address === address);
			if (holder !== undefined) page.send('settings', phoneView(this.desk, holder));
		}
	}

	/** The person has looked at a conversation, or made one. */
	tellSpace(address: string, line: LineStore, spaceId: string): void {
		this.each(address, (follower, holder) => this.touch(follower, holder, line, spaceId));
	}

	/** One person types: only the phones of the others in the group see it, because the wire has no such event for the line. */
	tellTyping({ address, name }: Holder, line: LineStore, spaceId: string, isTyping: boolean): void {
		for (const member of line.chats.get(spaceId)?.members ?? []) {
			if (member === address) continue;
			const typing = { phone: member, line: line.id, spaceId, from: address, name, isTyping };
			this.each(member, ({ page }) => page.send('typing', typing));
		}
	}

	private snapshot(holder: Holder): unknown {
		const spaces = this.desk.lines.flatMap((line) => {
			const former = this.desk.chronicle.formerSpaces(line, holder.address);
			const chats = [...line.chats.values()].filter(({ guid, members }) => members.includes(holder.address) || former.includes(guid));
			return chats.flatMap((chat) => spaceView(holder, this.desk.reading, line, chat) ?? []);
		});
		return { phone: phoneView(this.desk, holder), spaces };
	}

	private logged(line: LineStore, event: LoggedEvent): void {
		const { actor, chatGuid: spaceId } = event;
		if (actor !== undefined && this.desk.meet(actor)) this.tellPeople();
		const notice = this.desk.chronicle.note(line, event);
		for (const address of this.audience(line, event)) {
			this.each(address, (follower, holder) => {
				if (notice !== undefined) this.sendNotice(follower, holder, line, spaceId, notice);
				if (event.domain === 'message') this.sendMessage(follower, holder, line, event.change.messageGuid);
				if (event.domain === 'poll') this.sendMessage(follower, holder, line, event.change.pollGuid);
				this.touch(follower, holder, line, spaceId);
			});
		}
	}

	/** The members, and who has just gone. */
	private audience(line: LineStore, { chatGuid, domain, change }: LoggedEvent): ReadonlySet<string> {
		const members = new Set(line.chats.get(chatGuid)?.members);
		if (domain === 'group' && 'participant' in change) members.add(change.participant);
		return members;
	}

	private happened({ address }: Phone, change: PhoneHappening): void {
		if (this.desk.meet(address)) this.tellPeople();
		const line = this.desk.lines.find(({ label }) => label === change.line);
		if (line === undefined) return;
		const { spaceId } = change;
		const notice = change.type === 'contactCard' ? this.desk.chronicle.noteCard(line, change) : undefined;
		this.each(address, (follower, holder) => {
			if (change.type === 'typing') {
				const typing = { phone: address, line: line.id, spaceId, name: lineName(line), isTyping: change.isTyping };
				follower.page.send('typing', typing);
				return;
			}
			if (change.type === 'arrived' || change.type === 'alert') this.sendMessage(follower, holder, line, change.messageId);
			if (notice !== undefined) this.sendNotice(follower, holder, line, spaceId, notice);
			this.touch(follower, holder, line, spaceId);
		});
	}

	private sendMessage({ page }: Follower, holder: Holder, line: LineStore, id: string): void {
		const message = line.messages.get(id);
		if (message === undefined) return;
		// An update of a card shows in the card.
		const target = message.miniApp?.targetGuid ?? id;
		const shown = target === id ? message : (line.messages.get(target) ?? message);
		const view = messageView(holder, line, shown);
		if (view === undefined) return;
		page.send('item', { phone: holder.address, line: line.id, spaceId: message.chatGuid, item: view });
	}

	private sendNotice({ page }: Follower, holder: Holder, line: LineStore, spaceId: string, notice: Notice): void {
		page.send('item', { phone: holder.address, line: line.id, spaceId, item: noticeView(holder, line, notice) });
	}

	/** Tells of a conversation once, however much happens in it now. */
	private touch(follower: Follower, holder: Holder, line: LineStore, spaceId: string): void {
		const { stale, page } = follower;
		const key = `${holder.address} ${line.id} ${spaceId}`;
		if (stale.has(key)) return;
		stale.set(key, () => page.send('space', { phone: holder.address, line: line.id, spaceId, space: this.spaceOf(holder, line, spaceId) }));
		queueMicrotask(() => {
			const tell = stale.get(key);
			stale.delete(key);
			if (this.followers.has(follower)) tell?.();
		});
	}

	/** Null when the conversation is gone. */
	private spaceOf(holder: Holder, line: LineStore, spaceId: string): SpaceView | null {
		const chat = line.chats.get(spaceId);
		return (chat && spaceView(holder, this.desk.reading, line, chat)) ?? null;
	}

	private tellPeople(): void {
		for (const { page } of this.followers) page.send('people', this.desk.people);
	}

	private each(address: string, tell: (follower: Follower, holder: Holder) => void): void {
		for (const follower of this.followers) {
			const holder = follower.holders.find((one) => one.address === address);
			if (holder !== undefined) tell(follower, holder);
		}
	}
}
