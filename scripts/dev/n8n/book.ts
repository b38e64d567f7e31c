import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Owner } from '../../n8n/client';

/** What was made in n8n so far; a run that was ended in the middle goes on from here. */
export interface Book {
	readonly version: 1;
	readonly owner: Owner;
	readonly encryptionKey: string;
	/** Ids of credentials, by type. */
	readonly credentials: Readonly<Record<string, string>>;
	/** Ids of workflows, by the name of their example. */
	readonly workflows: Readonly<Record<string, string>>;
	readonly isPublished: boolean;
}

function newBook(): Book {
	return {
		version: 1,
		owner: { email: 'you@example.test', password: `Dev-${randomBytes(6).toString('base64url')}7A` },
		encryptionKey: randomBytes(24).toString('base64url'),
		credentials: {},
		workflows: {},
		isPublished: false,
	};
}

/** The book of one n8n, beside its database. It holds secrets: nobody but its owner may read it. */
export class BookFile {
	private constructor(
		private readonly file: string,
		private current: Book,
	) {}

	/** Makes one for an n8n that has none yet. */
	static open(folder: string): BookFile {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		const file = path.join(folder, 'n8n.json');
		const book = existsSync(file) ? read(file) : newBook();
		const opened = new BookFile(file, book);
		opened.note({});
		return opened;
	}

	get book(): Book {
		return this.current;
	}

	note(changes: Partial<Book>): void {
		this.current = { ...this.current, ...changes };
		writeFileSync(`${this.file}.part`, `${JSON.stringify(this.current, null, '\t')}\n`, { mode: 0o600 });
		renameSync(`${this.file}.part`, this.file);
	}
}

/** Without its key and password the database cannot be used: there is no going on without them. */
function read(file: string): Book {
	try {
		const book = JSON.parse(readFileSync(file, 'utf8')) as Book;
		if (book.version === 1 && book.owner.password !== '' && book.encryptionKey !== '') return book;
	} catch {
		// Told below.
	}
	throw new Error(`${file} cannot be read, and n8n's database is of no use without it. Start with --fresh, which forgets both.`);
}
