import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Simulator } from '../Simulator';
import { smaller, usualBounds } from './bounds';
import { ByteFolder, mostFileBytes } from './byteFolder';
import { decodeSnapshot, encodeSnapshot, UnreadableSnapshot } from './format';
import type { Snapshot } from './snapshot';

const fileName = 'snapshot';

/** The largest snapshot, in bytes, without the files of messages. */
const mostBytes = 64 * 1024 * 1024;

/** Each a fraction of what the one before keeps. */
const fractions = [1, 4, 16, 64, 256];

export interface SnapshotLimits {
	/** Default 64 MB: messages and events. */
	readonly bytes?: number;
	/** Default 256 MB: their files. */
	readonly fileBytes?: number;
}

/** The snapshot of a simulator in a folder. */
export class SnapshotFile {
	private readonly file: string;
	private readonly files: ByteFolder;
	private readonly most: number;

	constructor(folder: string, { bytes = mostBytes, fileBytes = mostFileBytes }: SnapshotLimits = {}) {
		this.file = path.join(folder, fileName);
		this.files = new ByteFolder(path.join(folder, 'files'), fileBytes);
		this.most = bytes;
	}

	/** Undefined when there is none. One that cannot be read is put aside, and reported in words. */
	load(report: (problem: string) => void): Snapshot | undefined {
		if (!existsSync(this.file)) return undefined;
		try {
			if (statSync(this.file).size > this.most) throw new UnreadableSnapshot('it is too large');
			return decodeSnapshot(readFileSync(this.file), this.files);
		} catch (error) {
			if (!(error instanceof UnreadableSnapshot)) throw error;
			report(this.putAside(error.message));
			return undefined;
		}
	}

	/** What cannot be used stays for a person to look at; the answer says so. */
	putAside(reason: string): string {
		const aside = `${this.file}.unreadable`;
		renameSync(this.file, aside);
		return `The conversations of the previous run cannot be read: ${reason}. They are kept in ${aside}.`;
	}

	/** What there is no room for is left out, the oldest first; the answer says what. */
	save(simulator: Simulator): readonly string[] {
		for (const fraction of fractions) {
			this.files.begin();
			const snapshot = simulator.snapshot(smaller(usualBounds, fraction));
			reserveNewest(snapshot, this.files);
			const bytes = encodeSnapshot(snapshot, this.files);
			if (bytes.length > this.most) continue;
			// Never half a file: a reader finds the former one or this one.
			writeFileSync(`${this.file}.part`, bytes, { mode: 0o600 });
			renameSync(`${this.file}.part`, this.file);
			this.files.sweep();
			return [
				...(fraction === 1 ? [] : ['The conversations are too large to be kept as a whole: only the newest messages are kept.']),
				...(this.files.hasLeftOut ? ['The files of messages are too large to be kept as a whole: only the newest ones are kept.'] : []),
			];
		}
		return ['The conversations are too large to be kept.'];
	}
}

/** The graph is written from old to new, and room is for the newest files. */
function reserveNewest({ lines }: Snapshot, files: ByteFolder): void {
	for (const { attachments } of lines) {
		for (const { data, companion } of [...attachments].reverse()) {
			if (data !== undefined) files.keep(data);
			if (companion !== undefined) files.keep(companion.data);
		}
	}
}
