import { status } from '@grpc/grpc-js';
import type { RequestRecord } from '../../controlPlane/server';
import type { DeliveryAttempt } from '../../deliveries/worker';
import type { CallOutcome, CallRecord } from '../../calls/record';
import { services } from '../../services/registry';
import type { Simulator } from '../../Simulator';
import { excerpt, hostOf, redactorOf, type Redact } from './words';

/** `good` and `bad` are over, as is `neutral`, which is neither; `open` is not over yet. */
export type OutcomeState = 'good' | 'bad' | 'neutral' | 'open';

/** Something between the simulator and its clients, in words. No entry holds a token or a secret. */
export interface JournalEntry {
	readonly id: string;
	/** A call of a line, a request to the control plane, or one attempt to deliver a webhook. */
	readonly kind: 'call' | 'request' | 'delivery';
	/** Milliseconds since the epoch, on the simulator's clock. */
	readonly at: number;
	/** `SendTextMessage`, `SendTextMessage over HTTP`, `POST /webhooks/`, `Delivery, attempt 1`. */
	readonly title: string;
	/** Who or what it is about; may be empty. */
	readonly about: string;
	/** Number of the line, for a call. */
	readonly line?: string;
	readonly state: OutcomeState;
	/** How it ended. */
	readonly outcome: string;
}

/** Entries that the journal shows. */
export const journalLength = 200;

/** What happened last, newest first. */
export function journalOf(simulator: Simulator): JournalEntry[] {
	const { calls, requests, deliveries, projectId } = simulator;
	const redact = redactorOf(simulator);
	const entries = [
		...calls.slice(-journalLength).map((call) => callEntry(call, simulator, redact)),
		...requests.slice(-journalLength).map((request) => requestEntry(request, projectId)),
		...deliveries.slice(-journalLength).map((attempt) => deliveryEntry(attempt, redact)),
	];
	return entries
		.sort((one, other) => other.at - one.at || other.id.localeCompare(one.id, 'en', { numeric: true }))
		.slice(0, journalLength)
		.map((entry) => ({ ...entry, title: redact(entry.title), about: redact(entry.about), outcome: redact(entry.outcome) }));
}

/** A record keeps its number when older ones go: the page knows its row by it. */
const numbers = new WeakMap<object, number>();
let newestNumber = 0;

function numberOf(record: object): number {
	const known = numbers.get(record) ?? ++newestNumber;
	numbers.set(record, known);
	return known;
}

/** What an entry is about does not change, and pages look often: it is put into words once. */
const words = new WeakMap<object, string>();

function once(record: object, wordsOf: () => string): string {
	const known = words.get(record) ?? wordsOf();
	words.set(record, known);
	return known;
}

const liveMethods: ReadonlySet<string> = new Set(
	services.flatMap(({ methods }) => Object.entries(methods).flatMap(([name, { kind }]) => (kind === 'live' ? [name] : []))),
);

function callEntry(call: CallRecord, simulator: Simulator, redact: Redact): JournalEntry {
	const { method, line, at, request, outcome, transport } = call;
	const ended = outcome === undefined ? undefined : callOutcome(outcome);
	return {
		id: `call-${numberOf(call)}`,
		kind: 'call',
		at,
		title: transport === 'http' ? `${method} over HTTP` : method,
		about: once(call, () => aboutCall(request, simulator, redact)),
		line,
		state: ended?.state ?? 'open',
		outcome: ended?.words ?? (liveMethods.has(method) ? 'open' : 'being answered'),
	};
}

function callOutcome(outcome: CallOutcome): { readonly state: OutcomeState; readonly words: string } {
	switch (outcome.type) {
		case 'answered':
			return { state: 'good', words: 'answered' };
		case 'refused':
			return { state: 'bad', words: [status[outcome.status], outcome.code].filter((word) => word !== '').join(' · ') };
		case 'cut':
			return { state: 'bad', words: 'cut without an answer' };
		case 'intercepted':
			return { state: 'bad', words: `a proxy answered ${outcome.status}` };
		case 'left':
			return { state: 'neutral', words: 'closed by the client' };
	}
}

/** The conversation, and the words that travel. */
function aboutCall(request: Readonly<Record<string, unknown>>, simulator: Simulator, redact: Redact): string {
	const target = request.target as { readonly chat_guid?: unknown } | undefined;
	const space = request.chat_guid ?? target?.chat_guid;
	const texts = [request.text, request.new_text, request.title, request.display_name, request.file_name, partsText(request.parts)];
	const text = texts.find((value): value is string => typeof value === 'string' && value !== '');
	return [typeof space === 'string' ? spaceName(space, simulator) : '', text === undefined ? '' : excerpt(text, redact)]
		.filter((words) => words !== '')
		.join(' ');
}

function partsText(parts: unknown): string | undefined {
	if (!Array.isArray(parts)) return undefined;
	const texts = parts.slice(0, 20).map((part: { readonly text?: unknown }) => (typeof part.text === 'string' ? part.text : '(file)'));
	return texts.join(' ');
}

function spaceName(guid: string, simulator: Simulator): string {
	const direct = /^any;-;(.+)$/.exec(guid)?.[1];
	if (direct !== undefined) return direct;
	const names = simulator.lines.map(({ id }) => simulator.store(id).chats.get(guid)?.displayName);
	return names.find((name) => name !== undefined && name !== '') ?? 'a group';
}

function requestEntry(request: RequestRecord, projectId: string): JournalEntry {
	const { method, path, at, status: code } = request;
	const own = path.replace(`/projects/${projectId}`, '');
	return {
		id: `request-${numberOf(request)}`,
		kind: 'request',
		at,
		title: `${method} ${own === '' ? '/' : own}`.slice(0, 120),
		about: '',
		state: code === undefined ? 'open' : code < 400 ? 'good' : 'bad',
		outcome: code === undefined ? 'no answer' : String(code),
	};
}

function deliveryEntry(made: DeliveryAttempt, redact: Redact): JournalEntry {
	const { at, attempt, status: code, failure, reason } = made;
	const isTaken = code !== undefined && code >= 200 && code < 300;
	return {
		id: `delivery-${numberOf(made)}`,
		kind: 'delivery',
		at,
		title: attempt === 1 ? 'Delivery' : `Delivery, attempt ${attempt}`,
		about: once(made, () => `${contentWords(made.body, redact)} to ${hostOf(made.webhookUrl)}`.trim()),
		state: isTaken ? 'good' : 'bad',
		outcome: code === undefined ? `${failure ?? 'no answer'}: ${reason ?? ''}` : String(code),
	};
}

/** The text of a delivery, or what kind of content it has. */
export function contentWords(body: string, redact: Redact): string {
	try {
		const { message } = JSON.parse(body) as { readonly message?: { readonly content?: Content } };
		const content = message?.content?.type === 'reply' ? message.content.content : message?.content;
		if (content === undefined) return '';
		const { type, text, emoji } = content;
		if (typeof text === 'string') return excerpt(text, redact);
		return typeof emoji === 'string' ? `${String(type)} ${emoji.slice(0, 16)}` : String(type);
	} catch {
		return '';
	}
}

interface Content {
	readonly type?: unknown;
	readonly text?: unknown;
	readonly emoji?: unknown;
	readonly content?: Content;
}
