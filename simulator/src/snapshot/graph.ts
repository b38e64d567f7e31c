import { Deserializer, Serializer } from 'node:v8';

/** Where large pieces of bytes are kept, apart from the graph that names them. */
export interface ByteStore {
	/** The name of these bytes from now on; undefined when there is no room for them. */
	keep(bytes: Uint8Array): string | undefined;
	/** Undefined when they are gone. */
	find(name: string): Buffer | undefined;
}

/** Stands for bytes that a snapshot does not have. */
export const goneBytes = Buffer.alloc(0);

/** Shorter pieces stand in the graph itself. */
const shortest = 4_096;

enum Kind {
	Inside = 0,
	Apart = 1,
	Gone = 2,
}

/** Node hands over views of memory only when it is asked to; its types do not know. */
interface HostObjects {
	_setTreatArrayBufferViewsAsHostObjects(isAsked: boolean): void;
}

/**
 * Writes any graph of plain objects as Node does for its workers: shared parts stay shared, and maps, big integers and
 * infinite numbers stay what they are. Functions and bytes other than `Uint8Array` are refused.
 */
class GraphWriter extends Serializer {
	constructor(private readonly store: ByteStore) {
		super();
		(this as unknown as HostObjects)._setTreatArrayBufferViewsAsHostObjects(true);
	}

	/** Called by Node. */
	_writeHostObject(bytes: object): void {
		if (!(bytes instanceof Uint8Array)) throw new TypeError(`A snapshot cannot keep a ${bytes.constructor.name}`);
		if (bytes.length < shortest) {
			this.writeBytes(Kind.Inside, bytes);
			return;
		}
		const name = this.store.keep(bytes);
		if (name === undefined) this.writeUint32(Kind.Gone);
		else this.writeBytes(Kind.Apart, Buffer.from(name));
	}

	private writeBytes(kind: Kind, bytes: Uint8Array): void {
		this.writeUint32(kind);
		this.writeUint32(bytes.length);
		this.writeRawBytes(bytes);
	}
}

class GraphReader extends Deserializer {
	constructor(
		buffer: Uint8Array,
		private readonly store: ByteStore,
	) {
		super(buffer);
	}

	/** Called by Node. */
	_readHostObject(): Buffer {
		const kind: Kind = this.readUint32();
		if (kind === Kind.Gone) return goneBytes;
		// A copy: the whole snapshot would stay in memory for a few bytes of it.
		const bytes = Buffer.from(this.readRawBytes(this.readUint32()));
		return kind === Kind.Inside ? bytes : (this.store.find(bytes.toString()) ?? goneBytes);
	}
}

export function writeGraph(graph: unknown, store: ByteStore): Buffer {
	const writer = new GraphWriter(store);
	writer.writeHeader();
	writer.writeValue(graph);
	return writer.releaseBuffer();
}

/** @throws an error for bytes that `writeGraph` did not write, or a newer Node has written */
export function readGraph(bytes: Uint8Array, store: ByteStore): unknown {
	const reader = new GraphReader(bytes, store);
	reader.readHeader();
	return reader.readValue();
}
