import type { IBinaryData, IBinaryKeyData, INodeExecutionData } from 'n8n-workflow';
import type { Clock } from '../../spectrum/timing/clock';
import type { ImessageEvent } from '../../spectrum/model/event/event';
import { filesOf, type EventFile } from '../../spectrum/model/event/eventFiles';
import { throwIfCancelled, toSpectrumError } from '../../spectrum/errors/from';
import type { SpectrumError } from '../../spectrum/errors/SpectrumError';
import type { Gateway } from '../../spectrum/gateway/Gateway';
import type { BinaryStore } from './binaryOutput';
import { Deadline } from './deadline';
import { errorFields, type ErrorFields } from '../errors/errors';
import { fetchEventFile, tooManyFiles } from './eventFile';
import type { AttachmentSettings } from '../fields/triggerAttachments';
import { present } from '../../spectrum/values/present';

/** A file that is not on the item, and why. */
export interface MissingFile extends ErrorFields {
	id: string;
	/** As the event calls it. */
	name?: string;
	/** The binary field that it would have been in; absent when not even that could be read. */
	property?: string;
}

/** The field `downloadError` of an item: the first failure in the order of the parts, and everything that is missing. */
export interface DownloadError extends ErrorFields {
	/** At least one. */
	failed: MissingFile[];
}

/** What the item of an event is given. Both are absent when the event has no files. */
export interface EventAttachments {
	/**
	 * `<prefix>0`, `<prefix>1`, … The number is the place among the files of the event, so that a file keeps its name
	 * whatever becomes of those before it.
	 */
	readonly binary?: IBinaryKeyData;
	/** Present when at least one file is missing. */
	readonly downloadError?: DownloadError;
}

/** How the files of an event are fetched. */
export interface EventAttachmentOptions {
	readonly context: BinaryStore;
	/**
	 * Asked once, and only when there is something to fetch. Everything that the gateway does must end with the
	 * signal, so it is made for one event: gateways share their connections.
	 */
	readonly openGateway: (signal: AbortSignal) => Promise<Gateway>;
	readonly settings: AttachmentSettings;
	readonly clock: Clock;
	/** For all files together; what is not there then is given up. */
	readonly deadlineMilliseconds: number;
	/** Aborted when there will be no item any more, because the trigger closes. */
	readonly signal?: AbortSignal;
}

/** Enough that a slow file does not hold up the rest, few enough that an album does not fill the memory. */
const atOnce = 2;

/**
 * Fetches the files of an event. Failures are told, never thrown, because an event is more than its files; it rejects
 * only with `cancelled`, when `signal` is aborted. Nothing is left behind: no call, no timer, no listener.
 */
export async function downloadAttachments(
	event: ImessageEvent,
	options: EventAttachmentOptions,
): Promise<EventAttachments> {
	const { settings, clock, deadlineMilliseconds, signal } = options;
	const files = filesOf(event);
	if (files.length === 0) return {};
	throwIfCancelled(signal);
	const deadline = new Deadline(clock, deadlineMilliseconds, signal);
	try {
		const fetching = { ...options, deadline, phone: event.space.phone, openGateway: opensOnce(options, deadline) };
		const outcomes = await inOrder(files, async (file, index) =>
			index < settings.maxCount
				? await fetchEventFile(file, fetching)
				: await Promise.reject(tooManyFiles(files.length, settings.maxCount)),
		);
		throwIfCancelled(signal);
		return toAttachments(files, outcomes, settings.prefix);
	} finally {
		deadline.close();
	}
}

/** What an item says when not one of its files could be asked for. */
export function noAttachments(event: ImessageEvent, caught: unknown): EventAttachments {
	const error = errorFields(toSpectrumError(caught));
	return withMissing(filesOf(event).map((file) => ({ ...nameOf(file), ...error })));
}

/** The item with its files, and with what is missing. */
export function withAttachments(
	item: INodeExecutionData,
	{ binary, downloadError }: EventAttachments,
): INodeExecutionData {
	return {
		...item,
		json: downloadError === undefined ? item.json : { ...item.json, downloadError },
		...(binary === undefined ? {} : { binary: { ...item.binary, ...binary } }),
	};
}

function opensOnce({ openGateway }: EventAttachmentOptions, deadline: Deadline): () => Promise<Gateway> {
	let opened: Promise<Gateway> | undefined;
	return async () => await (opened ??= openGateway(deadline.signal));
}

type Outcome = { readonly file: IBinaryData } | { readonly error: SpectrumError };

/** Some at a time. Never rejects. */
async function inOrder(
	files: readonly EventFile[],
	fetch: (file: EventFile, index: number) => Promise<IBinaryData>,
): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	// One iterator for all: each takes the next file that nobody has.
	const waiting = files.entries();
	const work = async (): Promise<void> => {
		for (const [index, file] of waiting) {
			try {
				outcomes[index] = { file: await fetch(file, index) };
			} catch (caught) {
				outcomes[index] = { error: toSpectrumError(caught) };
			}
		}
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	return outcomes;
}

function toAttachments(files: readonly EventFile[], outcomes: readonly Outcome[], prefix: string): EventAttachments {
	const binary: IBinaryKeyData = {};
	const missing: MissingFile[] = [];
	for (const [index, outcome] of outcomes.entries()) {
		const property = `${prefix}${index}`;
		const file = files[index];
		if ('file' in outcome) binary[property] = outcome.file;
		else if (file !== undefined) missing.push({ ...nameOf(file), property, ...errorFields(outcome.error) });
	}
	return { ...(Object.keys(binary).length === 0 ? {} : { binary }), ...withMissing(missing) };
}

function withMissing(failed: MissingFile[]): EventAttachments {
	const [first] = failed;
	if (first === undefined) return {};
	const { id: _id, name: _name, property: _property, ...error } = first;
	return { downloadError: { ...error, failed } };
}

function nameOf({ id, name }: EventFile): Pick<MissingFile, 'id' | 'name'> {
	return { id, ...present({ name }) };
}
