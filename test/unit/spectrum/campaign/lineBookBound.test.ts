import { LineBook, type BookMessage } from '../../../../nodes/shared/spectrum/campaign/lineBook';
import { seededRandom } from '../../../../simulator/src/random';

const start = Date.UTC(2026, 0, 7, 12);
const minute = 60_000;
const nameOf = (index: number) => `+1555000${String(1_000 + index)}`;
const words = ['STOP', 'start', 'lopeta', 'Thanks', 'yes'];

/** Messages with many people, oldest first. */
function chatter(random: () => number, people: number, count: number): BookMessage[] {
	const one = (limit: number) => Math.floor(random() * limit);
	return Array.from({ length: count }, (_, index) => {
		const address = nameOf(one(people));
		const isGroup = random() < 0.2;
		return {
			id: `m${index}`,
			createdAt: new Date(start + index * minute).toISOString(),
			isFromMe: random() < 0.4,
			spaceIds: [isGroup ? 'any;+;club' : `any;-;${address}`],
			sender: { address } as never,
			type: 'normal',
			text: words[one(words.length)] ?? '',
		};
	});
}

/** As a server lists them, newest first, from where the book wants them. */
function refresh(book: LineBook, messages: readonly BookMessage[]): void {
	const from = book.readFrom?.getTime() ?? 0;
	const { add, end } = book.reading();
	for (const each of [...messages].reverse().filter(({ createdAt = '' }) => Date.parse(createdAt) >= from)) add(each);
	end(start + messages.length * minute);
}

function recall(book: LineBook, addresses: readonly string[], messages: readonly BookMessage[]): void {
	const again = book.recall(addresses);
	for (const each of [...messages].reverse()) again.add(each);
	again.end();
}

test('a small book says the same of everyone as one that holds all, after people were read again', () => {
	const seed = Math.floor(Math.random() * 1_000_000);
	const random = seededRandom(seed);
	let recalls = 0;
	for (let round = 0; round < 20; round++) {
		const messages = chatter(random, 30, 200);
		const small = new LineBook(8);
		const large = new LineBook();
		for (const book of [small, large]) book.listenFor(['lopeta']);
		for (let seen = 50; seen <= messages.length; seen += 50) {
			const listed = messages.slice(0, seen);
			for (const book of [small, large]) refresh(book, listed);
			for (let index = 0; index < 32; index++) {
				const address = nameOf(index);
				if (!small.knows(address)) {
					recall(small, [address], listed);
					recalls += 1;
				}
				expect({ seed, of: small.of(address, ['lopeta']) }).toEqual({ seed, of: large.of(address, ['lopeta']) });
				expect({ seed, at: small.lastAt(address) }).toEqual({ seed, at: large.lastAt(address) });
			}
		}
		expect({ seed, begun: small.begun.length }).toEqual({ seed, begun: large.begun.length });
	}
	// Otherwise nothing was tried.
	expect(recalls).toBeGreaterThan(100);
});

test('who was let go is not taken for a stranger: the book refuses to answer', () => {
	const book = new LineBook(2);
	const people = [1, 2, 3].map(nameOf);
	const messages = people.map(
		(address, index): BookMessage => ({
			id: `m${index}`,
			createdAt: new Date(start + index * minute).toISOString(),
			isFromMe: false,
			spaceIds: [`any;-;${address}`],
			type: 'normal',
			text: 'STOP',
		}),
	);
	refresh(book, messages);
	// The newest are in it.
	expect(people.map((address) => book.knows(address))).toEqual([false, true, true]);
	expect(() => book.of(people[0] as string)).toThrow('has to be read again');
	expect(() => book.lastAt(people[0] as string)).toThrow('has to be read again');
	book.of(people[1] as string);
	recall(book, [people[0] as string], messages);
	expect(book.of(people[0] as string).mark?.isOut).toBe(true);
	// The least recently used had to go.
	expect(people.map((address) => book.knows(address))).toEqual([true, true, false]);
});

test('someone new to a book that has let people go is known after a reading, and begins a conversation', () => {
	const book = new LineBook(2);
	refresh(book, chatter(seededRandom(1), 10, 50));
	const stranger = nameOf(500);
	expect(book.knows(stranger)).toBe(false);
	recall(book, [stranger], []);
	expect(book.of(stranger)).toEqual({ sent: [] });
	const before = book.begun.length;
	book.add({ id: 'new', createdAt: new Date(start).toISOString(), isFromMe: true, spaceIds: [`any;-;${stranger}`], type: 'normal' });
	expect(book.begun).toHaveLength(before + 1);
});

test('what arrives while people are read again is not lost', () => {
	const book = new LineBook(2);
	const messages = chatter(seededRandom(2), 10, 50);
	refresh(book, messages);
	const address = [...Array(10).keys()].map(nameOf).find((each) => !book.knows(each)) as string;
	const again = book.recall([address]);
	const at = new Date(start + 1_000 * minute).toISOString();
	book.add({ id: 'new', createdAt: at, isFromMe: false, spaceIds: [`any;-;${address}`], type: 'normal', text: 'Stop' });
	for (const each of messages) again.add(each);
	again.end();
	expect(book.of(address).mark).toEqual({ at: Date.parse(at), isOut: true });
});
