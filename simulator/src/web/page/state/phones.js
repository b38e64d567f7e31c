import { connect, get, on } from '../connection.js';
import { panelStore } from '../panel/store.js';

/**
 * What the page knows of its phones. The server's events change it; components redraw by `usePhones` and `usePhone`.
 *
 * @typedef {import('../types.js').Item} Item
 * @typedef {import('../types.js').Space} Space
 * @typedef {import('../types.js').PhoneSettings} PhoneSettings
 * @typedef {{ items: Item[], isAll: boolean, isLoaded: boolean, loading?: Promise<void> }} Thread
 */

/** How long a typing indicator stands without news, in milliseconds. */
const typingLasts = 60_000;
/** What changes within so long is drawn at once, in milliseconds. */
const redrawAfter = 16;

export class PhoneState {
	/** @type {Map<string, Space>} */
	spaces = new Map();
	/** @type {Map<string, Thread>} */
	threads = new Map();
	/** @type {Map<string, Map<string, ReturnType<typeof setTimeout>>>} */
	typing = new Map();
	/** Called with each message that comes from now on. @type {Set<(key: string, item: Item) => void>} */
	arrivals = new Set();
	isLoaded = false;
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	redrawing = undefined;

	/** @param {string} address */
	constructor(address) {
		this.address = address;
		/** @type {PhoneSettings} */
		this.settings = { address, name: address, imessage: true, focus: false, receipts: true };
		/** @type {Set<() => void>} */
		this.listeners = new Set();
	}

	changed() {
		for (const listener of this.listeners) listener();
	}

	/** Redraws once for all that changes in a moment, such as the receipts of a hundred messages. */
	changedSoon() {
		this.redrawing ??= setTimeout(() => {
			this.redrawing = undefined;
			this.changed();
		}, redrawAfter);
	}

	/** Newest first. */
	get sortedSpaces() {
		return [...this.spaces.values()].sort((one, other) => other.at - one.at);
	}

	get unread() {
		return [...this.spaces.values()].reduce((sum, { unread }) => sum + unread, 0);
	}

	/** @param {string} key */
	thread(key) {
		let thread = this.threads.get(key);
		if (thread === undefined) {
			thread = { items: [], isAll: false, isLoaded: false };
			this.threads.set(key, thread);
		}
		return thread;
	}

	/**
	 * Loads the end of a conversation, or what is before its first item.
	 * @param {{ line: string, spaceId: string }} space
	 */
	async load(space) {
		const thread = this.thread(keyOf(space));
		thread.loading ??= this.fetchInto(thread, space).finally(() => {
			thread.loading = undefined;
			this.changed();
		});
		await thread.loading;
	}

	/** @param {Thread} thread @param {{ line: string, spaceId: string }} space */
	async fetchInto(thread, { line, spaceId }) {
		const query = new URLSearchParams({ phone: this.address, line, space: spaceId });
		const first = thread.isLoaded ? thread.items[0] : undefined;
		if (first !== undefined) query.set('before', first.id);
		const { items, isAll } = await get(`/phone/history?${query}`);
		for (const item of items) {
			// What came by event meanwhile is newer.
			if (!thread.items.some(({ id }) => id === item.id)) insert(thread.items, item);
		}
		// What came by event from before this part would leave a gap.
		if (!isAll && items.length > 0) while (isAfter(items[0], thread.items[0])) thread.items.shift();
		thread.isAll = isAll;
		thread.isLoaded = true;
	}

	/** @param {string} key @param {Item} item */
	put(key, item) {
		const { items, isLoaded, isAll, loading } = this.thread(key);
		// Something has changed in a message that is not loaded yet: it comes with its neighbours.
		const isOlder = items.length > 0 && isAfter(items[0], item);
		const isNew = !isOlder && !items.some(({ id }) => id === item.id);
		if (loading !== undefined || (isLoaded && (isAll || !isOlder))) insert(items, item);
		if (!isNew) {
			this.changedSoon();
			return;
		}
		if (item.kind === 'message') {
			if (!item.isOwn) this.type(key, item.name, false);
			for (const listener of this.arrivals) listener(key, item);
		}
		this.changed();
	}

	/** @param {string} key @param {string} name @param {boolean} isTyping */
	type(key, name, isTyping) {
		const names = this.typing.get(key) ?? new Map();
		this.typing.set(key, names);
		clearTimeout(names.get(name));
		if (isTyping)
			names.set(
				name,
				setTimeout(() => this.type(key, name, false), typingLasts),
			);
		else names.delete(name);
		this.changed();
	}

	/** Everything that was loaded may have changed while nobody listened. */
	forget() {
		this.threads.clear();
		this.typing.clear();
	}
}

/** @param {{ line: string, spaceId: string }} space */
export function keyOf({ line, spaceId }) {
	return `${line} ${spaceId}`;
}

/** @param {Item[]} items @param {Item} item */
function insert(items, item) {
	const known = items.findIndex(({ id }) => id === item.id);
	if (known >= 0) {
		items[known] = item;
		return;
	}
	let place = items.length;
	while (place > 0 && isAfter(items[place - 1], item)) place--;
	items.splice(place, 0, item);
}

/** @param {Item} one @param {Item} other */
function isAfter(one, other) {
	return one.at > other.at || (one.at === other.at && one.order > other.order);
}

/** Every phone that the page shows, and who could have one. */
class World {
	/** @type {Map<string, PhoneState>} */
	phones = new Map();
	/** @type {{ address: string, name: string }[]} */
	people = [];
	isConnected = false;
	/** @type {Set<() => void>} */
	listeners = new Set();

	/** The time on the simulator's clock. */
	get now() {
		return panelStore.now;
	}

	changed() {
		for (const listener of this.listeners) listener();
	}

	/** @param {readonly string[]} addresses */
	show(addresses) {
		for (const address of [...this.phones.keys()]) if (!addresses.includes(address)) this.phones.delete(address);
		for (const address of addresses) if (!this.phones.has(address)) this.phones.set(address, new PhoneState(address));
		connect(new URLSearchParams(addresses.map((address) => ['phone', address])));
		this.changed();
	}

	/** @param {string} address */
	nameOf(address) {
		return this.people.find((person) => person.address === address)?.name ?? address;
	}
}

export const world = new World();

on('people', (people) => {
	world.people = people;
	world.changed();
});
on('now', () => world.changed());
on('phone', ({ phone, spaces }) => {
	const state = world.phones.get(phone.address);
	if (state === undefined) return;
	state.settings = phone;
	state.spaces = new Map(spaces.map((/** @type {Space} */ space) => [keyOf(space), space]));
	state.forget();
	state.isLoaded = true;
	state.changed();
});
on('settings', (settings) => {
	const state = world.phones.get(settings.address);
	if (state === undefined) return;
	state.settings = settings;
	state.changed();
});
on('space', ({ phone, line, spaceId, space }) => {
	const state = world.phones.get(phone);
	if (state === undefined) return;
	if (space === null) state.spaces.delete(keyOf({ line, spaceId }));
	else state.spaces.set(keyOf(space), space);
	state.changed();
});
on('item', ({ phone, line, spaceId, item }) => world.phones.get(phone)?.put(keyOf({ line, spaceId }), item));
on('typing', ({ phone, line, spaceId, name, isTyping }) => world.phones.get(phone)?.type(keyOf({ line, spaceId }), name, isTyping));
on('ready', () => {
	world.isConnected = true;
	world.changed();
});
on('lost', () => {
	world.isConnected = false;
	world.changed();
});
