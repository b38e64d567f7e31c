import { historyOf } from '../../../../nodes/shared/spectrum/campaign/history';
import { LineBook, type BookMessage } from '../../../../nodes/shared/spectrum/campaign/lineBook';
import { comparable } from '../../../../nodes/shared/spectrum/optOut/words';

const ada = '+15551230001';
const bob = '+15551230002';
const group = 'any;+;club';
let count = 0;

function message(minute: number, fields: Partial<BookMessage> & { readonly with?: string }): BookMessage {
	count += 1;
	const { with: address = ada, ...rest } = fields;
	const createdAt = new Date(Date.UTC(2026, 0, 7, 12, minute)).toISOString();
	return { id: `m${count}`, createdAt, isFromMe: false, spaceIds: [`any;-;${address}`], type: 'normal', ...rest };
}
const at = (minute: number) => Date.UTC(2026, 0, 7, 12, minute);

function read(book: LineBook, messages: readonly BookMessage[], now = at(59)): void {
	const { add, end } = book.reading();
	for (const each of messages) add(each);
	end(now);
}

/** Whatever the order in which a server gives them. */
function bookOf(messages: readonly BookMessage[], ownWords: readonly string[] = []): LineBook {
	const one = new LineBook();
	const other = new LineBook();
	for (const book of [one, other]) book.listenFor(ownWords);
	read(one, messages);
	read(other, [...messages].reverse());
	read(other, messages);
	for (const address of [ada, bob]) expect(other.of(address, ownWords)).toEqual(one.of(address, ownWords));
	return one;
}

test('nobody is known to an empty book', () => {
	expect(historyOf([bookOf([]).of(ada)])).toEqual({ isNew: true, unanswered: 0 });
	expect(new LineBook().readFrom).toBeUndefined();
});

test('messages of ours are unanswered until the person writes', () => {
	const sent = [message(1, { isFromMe: true }), message(2, { isFromMe: true })];
	expect(historyOf([bookOf(sent).of(ada)])).toEqual({ isNew: false, unanswered: 2, lastSentAt: at(2) });
	const answered = [...sent, message(3, { text: 'Thanks' }), message(4, { isFromMe: true })];
	expect(historyOf([bookOf(answered).of(ada)])).toEqual({ isNew: false, unanswered: 1, lastSentAt: at(4) });
});

test('an answer to one line answers the messages of all', () => {
	const first = bookOf([message(1, { isFromMe: true }), message(2, { isFromMe: true })]);
	const second = bookOf([message(3, { text: 'Hi' })]);
	expect(historyOf([first.of(ada), second.of(ada)]).unanswered).toBe(0);
});

test('reactions, notices and messages that Apple refused are no messages', () => {
	const reaction = { kind: 'love', target: { messageId: 'm' } } as never;
	const book = bookOf([
		message(1, { isFromMe: true, sendErrorCode: 22 }),
		message(2, { text: 'Loved an image', reaction }),
		message(3, { type: 'participantChange', text: 'STOP' }),
	]);
	expect(historyOf([book.of(ada)])).toEqual({ isNew: true, unanswered: 0 });
});

test('a STOP counts until a START, whatever is said between', () => {
	const stop = [message(1, { text: 'Stop.' }), message(2, { text: 'yes' })];
	expect(bookOf(stop).of(ada).mark).toEqual({ at: at(1), isOut: true });
	expect(bookOf([...stop, message(3, { text: 'START' })]).of(ada).mark).toEqual({ at: at(3), isOut: false });
	expect(bookOf([message(1, { isFromMe: true, text: 'STOP' })]).of(ada).mark).toBeUndefined();
});

test('a STOP in a group counts for its writer alone', () => {
	const book = bookOf([message(1, { text: 'STOP', spaceIds: [group], sender: { address: bob, service: 'iMessage' } as never })]);
	expect([book.of(bob).mark?.isOut, book.of(ada).mark]).toEqual([true, undefined]);
	// A group is no conversation with the person.
	expect(historyOf([book.of(bob)]).isNew).toBe(true);
});

test('a STOP in a conversation that has a number and an email counts for both, and so does every message', () => {
	const email = 'ada@example.com';
	const both = [`any;-;${ada}`, `any;-;${email}`];
	const book = bookOf([message(1, { isFromMe: true, spaceIds: both }), message(2, { text: 'STOP', spaceIds: both })]);
	for (const address of [ada, email]) {
		expect(historyOf([book.of(address)])).toEqual({ isNew: false, unanswered: 0, lastSentAt: at(1), mark: { at: at(2), isOut: true } });
	}
	expect(book.lastSentAt).toBe(at(1));
});

test('a STOP from another address than that of the conversation counts for both', () => {
	const book = bookOf([message(1, { text: 'Stop', sender: { address: bob, service: 'iMessage' } as never })]);
	expect([book.of(ada).mark?.isOut, book.of(bob).mark?.isOut]).toEqual([true, true]);
	expect(historyOf([book.of(bob)]).isNew).toBe(true);
});

test('own words count for who asks for them, and everything is read again for a new one', () => {
	const messages = [message(1, { text: 'Lopeta!' })];
	const book = bookOf(messages);
	expect(book.of(ada).mark).toBeUndefined();
	expect(book.readFrom).toBeDefined();
	book.listenFor([comparable('LOPETA')]);
	expect(book.readFrom).toBeUndefined();
	read(book, messages);
	expect(book.of(ada, [comparable('LOPETA')]).mark).toEqual({ at: at(1), isOut: true });
	expect(book.of(ada).mark).toBeUndefined();
	book.listenFor(['lopeta']);
	expect(book.readFrom).toBeDefined();
	expect(bookOf([message(1, { text: 'lopeta' }), message(2, { text: 'start' })], ['lopeta']).of(ada, ['lopeta']).mark?.isOut).toBe(false);
});

test('a word that is added during a reading needs another one', () => {
	const book = new LineBook();
	const { add, end } = book.reading();
	add(message(2, { text: 'lopeta' }));
	book.listenFor(['lopeta']);
	end(at(59));
	expect(book.readFrom).toBeUndefined();
});

test('an own word counts however much a person writes after it', () => {
	const chatter = Array.from({ length: 1_000 }, (_, index) => message(2, { text: `No ${index}` }));
	expect(bookOf([message(1, { text: 'lopeta' }), ...chatter], ['lopeta']).of(ada, ['lopeta']).mark?.isOut).toBe(true);
});

test('the person who wrote first began the conversation', () => {
	const book = bookOf([
		message(1, { isFromMe: true, with: ada }),
		message(2, { with: ada }),
		message(3, { with: bob }),
		message(4, { isFromMe: true, with: bob }),
	]);
	expect(book.begun).toEqual([at(1)]);
	book.add(message(0, { with: ada }));
	expect(book.begun).toEqual([]);
});

test('what is read again begins a little before the newest message', () => {
	const book = bookOf([message(30, {}), message(10, {})]);
	expect(book.readFrom?.getTime()).toBe(at(28));
	// Of ours that the server has not listed yet, there may be others before it that it has not listed either.
	book.add(message(50, { isFromMe: true }));
	expect(book.readFrom?.getTime()).toBe(at(28));
});

test('a reading that is cut off counts as none: what it did not come to is read next time', () => {
	const book = bookOf([message(10, {})]);
	const { add } = book.reading();
	add(message(40, {}));
	expect(book.readFrom?.getTime()).toBe(at(8));
	const first = new LineBook();
	first.reading().add(message(10, {}));
	expect(first.readFrom).toBeUndefined();
});

test('a message from the future hides none that come after it', () => {
	const book = bookOf([]);
	read(book, [message(55, {})], at(20));
	expect(book.readFrom?.getTime()).toBe(at(18));
});

test('when a run begins, a message that comes a day late is read, too', () => {
	const book = bookOf([message(30, {})]);
	const day = 24 * 60 * 60_000;
	expect(book.readLateFrom(at(59))?.getTime()).toBe(at(59) - day);
	// After days without a message, its time alone counts.
	expect(book.readLateFrom(at(59) + 3 * day)?.getTime()).toBe(at(28));
	expect(new LineBook().readLateFrom(at(59))).toBeUndefined();
});

test('a server whose clock goes ahead does not stop the line: its last message is not later than now', () => {
	const book = bookOf([]);
	read(book, [message(30, { isFromMe: true })], at(10));
	expect(book.lastSentAt).toBe(at(10));
	book.add(message(31, { isFromMe: true }), at(11));
	expect(book.lastSentAt).toBe(at(11));
	// One whose clock is behind is taken at its word.
	read(book, [message(12, { isFromMe: true })], at(40));
	expect(book.lastSentAt).toBe(at(12));
});

test('a STOP and a START of the same moment are a STOP, whichever is read first', () => {
	const [stop, start] = [message(5, { text: 'STOP' }), message(5, { text: 'START' })];
	for (const messages of [
		[stop, start],
		[start, stop],
	]) {
		const book = new LineBook();
		read(book, messages);
		expect(book.of(ada).mark?.isOut).toBe(true);
	}
});
