import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ByteStore } from './graph';

/** All files together, in bytes. */
export const mostFileBytes = 256 * 1024 * 1024;

const nameOfFile = /^[0-9a-f]{64}$/;

/**
 * A folder with one file for each piece of bytes, named after what is in it. So a picture is written once, however often
 * it is sent and however often a snapshot is made.
 */
export class ByteFolder implements ByteStore {
	/** By the memory that they lie in: hashing all files for each snapshot would take long. */
	private readonly names = new WeakMap<ArrayBufferLike, Map<string, string>>();
	private readonly written = new Set<string>();
	/** Those of the snapshot that is being made. */
	private kept = new Map<string, number>();
	private keptBytes = 0;
	/** Whether there was no room for some of them. */
	hasLeftOut = false;

	constructor(
		private readonly folder: string,
		private readonly most = mostFileBytes,
	) {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
	}

	/** A snapshot begins: nothing is kept yet. */
	begin(): void {
		this.kept = new Map();
		this.keptBytes = 0;
		this.hasLeftOut = false;
	}

	keep(bytes: Uint8Array): string | undefined {
		const name = this.nameOf(bytes);
		if (this.kept.has(name)) return name;
		if (this.keptBytes + bytes.length > this.most) {
			this.hasLeftOut = true;
			return undefined;
		}
		this.write(name, bytes);
		this.kept.set(name, bytes.length);
		this.keptBytes += bytes.length;
		return name;
	}

	find(name: string): Buffer | undefined {
		const file = path.join(this.folder, name);
		if (!nameOfFile.test(name) || !existsSync(file)) return undefined;
		const bytes = readFileSync(file);
		if (hashOf(bytes) !== name) return undefined;
		this.remember(bytes, name);
		this.written.add(name);
		return bytes;
	}

	/** Removes what the snapshot that was made last does not name. */
	sweep(): void {
		for (const name of readdirSync(this.folder)) {
			if (this.kept.has(name)) continue;
			rmSync(path.join(this.folder, name), { force: true });
			this.written.delete(name);
		}
	}

	private write(name: string, bytes: Uint8Array): void {
		if (this.written.has(name)) return;
		const file = path.join(this.folder, name);
		writeFileSync(`${file}.part`, bytes, { mode: 0o600 });
		renameSync(`${file}.part`, file);
		this.written.add(name);
	}

	private nameOf(bytes: Uint8Array): string {
		const known = this.names.get(bytes.buffer)?.get(placeOf(bytes));
		return known ?? this.remember(bytes, hashOf(bytes));
	}

	private remember(bytes: Uint8Array, name: string): string {
		let places = this.names.get(bytes.buffer);
		if (places === undefined) {
			places = new Map();
			this.names.set(bytes.buffer, places);
		}
		places.set(placeOf(bytes), name);
		return name;
	}
}

const placeOf = ({ byteOffset, length }: Uint8Array): string => `${byteOffset}:${length}`;

function hashOf(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}
