import { randomUUID } from 'node:crypto';
import { WebError } from '../route';

/** A file that a person is about to send. */
export interface Upload {
	readonly name: string;
	readonly mimeType: string;
	readonly bytes: Buffer;
}

/** Largest file, in bytes: Apple's own limit for what travels by iMessage. */
export const largestFile = 100 * 1024 * 1024;
/** What may wait to be sent, over all pages. */
const mostBytes = 3 * largestFile;
const mostFiles = 200;

/** Files between their upload and the message that carries them. What nobody sends goes when others need the room. */
export class Uploads {
	private readonly byId = new Map<string, Upload>();
	private total = 0;

	add(upload: Upload): string {
		const id = randomUUID();
		this.byId.set(id, upload);
		this.total += upload.bytes.length;
		for (const [oldest] of this.byId) {
			if (this.total <= mostBytes && this.byId.size <= mostFiles) break;
			this.drop(oldest);
		}
		return id;
	}

	/** Looks at a file without taking it. */
	peek(id: string): Upload {
		const upload = this.byId.get(id);
		if (upload === undefined) throw new WebError(404, 'The file is no longer here; choose it again');
		return upload;
	}

	/** Takes a file out. */
	take(id: string): Upload {
		const upload = this.peek(id);
		this.drop(id);
		return upload;
	}

	private drop(id: string): void {
		this.total -= this.byId.get(id)?.bytes.length ?? 0;
		this.byId.delete(id);
	}
}
