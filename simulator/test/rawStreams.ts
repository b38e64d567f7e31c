import { credentials, Metadata, type ClientReadableStream, type ServiceError } from '@grpc/grpc-js';
import type { SimulatedLine, Simulator } from '../src';
import { chats, events, groups, messages, polls } from '../src/generated';
import { Mailbox } from '../src/mailbox';

/** Every frame is one of these, as far as tests read it. */
export interface RawFrame {
	readonly has_sequence: boolean;
	readonly sequence: string;
	/** Name of the field that is set. */
	readonly payload: string | undefined;
}

/** A stream as the wire has it, heartbeats included. */
export interface RawStream {
	readonly frames: readonly RawFrame[];
	/** The first frame not yet given out by this method. Rejects when the stream is over. */
	next(): Promise<RawFrame>;
	/** Resolves when the server has answered with its headers. */
	readonly headers: Promise<unknown>;
	/** Resolves with the status: 0 when it ended well. */
	readonly ended: Promise<{ readonly code: number; readonly errorCode?: string }>;
	/** Takes nothing in for now; flow control holds the server. */
	pause(): void;
	resume(): void;
	cancel(): void;
}

export interface RawStreams {
	messages(filter?: string): RawStream;
	chats(filter?: string): RawStream;
	groups(filter?: string): RawStream;
	polls(filter?: string): RawStream;
	replay(after?: string): RawStream;
	close(): void;
}

/** Generated clients over plaintext on one connection: what the vendor's client hides, or cannot count. */
export function rawStreams(
	spectrum: Simulator,
	{ address, token }: Pick<SimulatedLine, 'address' | 'token'> = spectrum.lines[0] as SimulatedLine,
	options: Readonly<Record<string, unknown>> = {},
): RawStreams {
	// All share one connection: grpc-js pools by address and options.
	const open = <C extends { close(): void }>(Client: new (...args: never[]) => C): C =>
		new (Client as unknown as new (...args: unknown[]) => C)(address, credentials.createInsecure(), options);
	const clients = {
		messages: open(messages.MessageServiceClient),
		chats: open(chats.ChatServiceClient),
		groups: open(groups.GroupServiceClient),
		polls: open(polls.PollServiceClient),
		events: open(events.EventServiceClient),
	};
	const metadata = new Metadata();
	metadata.set('authorization', `Bearer ${token}`);
	const chat = (chat_guid?: string) => (chat_guid === undefined ? {} : { chat_guid });
	return {
		messages: (filter) => read(clients.messages.SubscribeMessageEvents(new messages.SubscribeMessageEventsRequest(chat(filter)), metadata)),
		chats: (filter) => read(clients.chats.SubscribeChatEvents(new chats.SubscribeChatEventsRequest(chat(filter)), metadata)),
		groups: (filter) => read(clients.groups.SubscribeGroupEvents(new groups.SubscribeGroupEventsRequest(chat(filter)), metadata)),
		polls: (poll_message_guid) =>
			read(
				clients.polls.SubscribePollEvents(
					new polls.SubscribePollEventsRequest(poll_message_guid === undefined ? {} : { poll_message_guid }),
					metadata,
				),
			),
		replay: (after_sequence) =>
			read(clients.events.CatchUpEvents(new events.CatchUpEventsRequest(after_sequence === undefined ? {} : { after_sequence }), metadata)),
		close: () => {
			for (const client of Object.values(clients)) client.close();
		},
	};
}

function read<Frame extends RawFrame>(call: ClientReadableStream<Frame>): RawStream {
	const box = new Mailbox<RawFrame>();
	const headers = new Promise((resolve) => call.on('metadata', resolve));
	call.on('data', (frame: RawFrame) => box.push(frame));
	const ended = new Promise<{ code: number; errorCode?: string }>((resolve) => {
		call.on('error', ({ code, metadata }: ServiceError) => resolve({ code, errorCode: metadata?.get('error-code').map(String)[0] }));
		call.on('end', () => resolve({ code: 0 }));
	});
	void ended.then(() => box.close(new Error('The stream is over')));
	return {
		frames: box.items,
		next: () => box.next(),
		headers,
		ended,
		pause: () => call.pause(),
		resume: () => call.resume(),
		cancel: () => call.cancel(),
	};
}
