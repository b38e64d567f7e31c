import type { LineInventory } from '../../../../nodes/shared/spectrum/model/line';
import { KnownSpaces } from '../../../../nodes/shared/spectrum/gateway/pool/knownSpaces';
import type { LineConnection, Link, LinkUnaryOptions } from '../../../../nodes/shared/spectrum/gateway/pool/pool';
import { WriteMemory } from '../../../../nodes/shared/spectrum/gateway/pool/writeMemory';
import type { WireMethod } from '../../../../nodes/shared/spectrum/transport/Transport';

/** What a call was made with. */
export interface RecordedCall {
	/** `SendTextMessage`. */
	readonly method: string;
	readonly lineId: string;
	readonly bytes: Uint8Array;
	readonly options: LinkUnaryOptions;
}

/** A link that notes how it is called; `answer` gives the bytes that come back, none by default. */
export class RecordingLink implements Link {
	readonly knownSpaces = new KnownSpaces();
	readonly memory = new WriteMemory();
	readonly calls: RecordedCall[] = [];
	lines: LineInventory['lines'] = [{ id: 'line', phone: '+15550000001', address: 'localhost:1', token: 'token' }];

	constructor(
		private readonly answer: (call: RecordedCall) => Uint8Array = () => new Uint8Array(),
		private readonly streamed: (signal: AbortSignal) => AsyncIterable<Uint8Array> = async function* () {},
	) {}

	async inventory(): Promise<LineInventory> {
		return { plan: 'dedicated', lines: this.lines };
	}

	async unary<Request, Response>(
		lineId: string,
		method: WireMethod<Request, Response>,
		request: Request,
		options: LinkUnaryOptions,
	): Promise<Response> {
		const name = method.path.slice(method.path.lastIndexOf('/') + 1);
		const call = { method: name, lineId, bytes: method.encode(request), options };
		this.calls.push(call);
		return method.decode(this.answer(call));
	}

	async *serverStream<Request, Response>(
		_lineId: string,
		method: WireMethod<Request, Response>,
		_request: Request,
		{ context }: { readonly context: { readonly signal?: AbortSignal } },
	): AsyncGenerator<Response, void, undefined> {
		const signal = context.signal ?? new AbortController().signal;
		for await (const bytes of this.streamed(signal)) yield method.decode(bytes);
	}

	connect(): LineConnection {
		throw new Error('Nothing here opens a connection of its own');
	}
}
