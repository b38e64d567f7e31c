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

/** Whatever the order in which a server gives them. */
function bookOf(messages: readonly BookMessage[]): LineBook {
	const one = new LineBook();
	const other = new LineBook();
	for (const each of messages) one.add(each);
	for (const each of [...messages].reverse()) other.add(each);
	for (const each of messages) other.add(each);
	for (const address of [ada, bob]) expect(other.of(address)).toEqual(one.of(address));
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

test('own words count for who asks for them', () => {
	const book = bookOf([message(1, { text: 'Lopeta!' })]);
	expect(book.of(ada).mark).toBeUndefined();
	expect(book.of(ada, [comparable('LOPETA')]).mark).toEqual({ at: at(1), isOut: true });
	expect(bookOf([message(1, { text: 'lopeta' }), message(2, { text: 'start' })]).of(ada, ['lopeta']).mark?.isOut).toBe(false);
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
});
