import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BookFile } from '../../../scripts/dev/n8n/book';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'dev-book-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a second run knows the owner and what was made', () => {
	const first = BookFile.open(folder);
	first.note({ workflows: { 'answer-a-message': 'w1' }, isPublished: true });
	const { book } = BookFile.open(folder);
	expect(book).toEqual({ ...first.book, workflows: { 'answer-a-message': 'w1' }, isPublished: true });
	expect(statSync(path.join(folder, 'n8n.json')).mode & 0o077).toBe(0);
});

test('another folder has another password, which n8n accepts', () => {
	const { owner } = BookFile.open(folder).book;
	expect(owner.password).not.toBe(BookFile.open(path.join(folder, 'other')).book.owner.password);
	// Eight characters, a digit, a capital letter.
	expect(owner.password).toMatch(/^(?=.*\d)(?=.*[A-Z]).{8,64}$/);
});

test.each(['{"version":1', '{"version":2}', '{"version":1,"owner":{"password":""},"encryptionKey":"a"}'])(
	'%j is no book: without it the database is of no use',
	(text) => {
		writeFileSync(path.join(folder, 'n8n.json'), text);
		expect(() => BookFile.open(folder)).toThrow(/n8n\.json cannot be read.*Start with --fresh/);
		expect(readFileSync(path.join(folder, 'n8n.json'), 'utf8')).toBe(text);
	},
);
