import { createHash } from 'node:crypto';
import { readGraph, writeGraph, type ByteStore } from './graph';
import type { Snapshot } from './snapshot';

const format = 'spectrum-simulator snapshot';

/** Counted up with each change that older snapshots do not fit. */
export const snapshotVersion = 1;

/** Why a snapshot cannot be used. */
export class UnreadableSnapshot extends Error {}

interface Header {
	readonly format: string;
	readonly version: number;
	/** Of what follows. */
	readonly sha256: string;
}

const longestHeader = 1_000;

/** One line of JSON that says what follows, and the graph. */
export function encodeSnapshot(snapshot: Snapshot, store: ByteStore): Buffer {
	const graph = writeGraph(snapshot, store);
	const header: Header = { format, version: snapshotVersion, sha256: sha256(graph) };
	return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), graph]);
}

/** @throws UnreadableSnapshot */
export function decodeSnapshot(bytes: Buffer, store: ByteStore): Snapshot {
	const end = bytes.subarray(0, longestHeader).indexOf('\n');
	const { version, sha256: expected } = readHeader(bytes.subarray(0, Math.max(0, end)).toString());
	if (version !== snapshotVersion) {
		throw new UnreadableSnapshot(`its version is ${version}, and this simulator reads version ${snapshotVersion}`);
	}
	const graph = bytes.subarray(end + 1);
	// Checked first: Node does not promise to survive bytes that it has not written.
	if (sha256(graph) !== expected) throw new UnreadableSnapshot('it is damaged');
	try {
		return readGraph(graph, store) as Snapshot;
	} catch (error) {
		throw new UnreadableSnapshot('a newer Node has written it', { cause: error });
	}
}

function readHeader(text: string): Header {
	try {
		const header = JSON.parse(text) as Header;
		if (header.format === format && Number.isInteger(header.version)) return header;
	} catch {
		// Told below.
	}
	throw new UnreadableSnapshot('it is not a snapshot');
}

function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}
