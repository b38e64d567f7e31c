import type { IBinaryData, IBinaryKeyData, INodeExecutionData } from 'n8n-workflow';
import type { Clock } from '../../shared/spectrum/timing/clock';
import type { ImessageEvent } from '../../shared/spectrum/model/event/event';
import { filesOf, type EventFile } from '../../shared/spectrum/model/event/eventFiles';
import { throwIfCancelled, toSpectrumError } from '../../shared/spectrum/errors/from';
import type { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import type { Gateway } from '../../shared/spectrum/gateway/Gateway';
import type { BinaryStore } from '../../shared/n8n/files/binaryOutput';
import { Deadline } from '../../shared/spectrum/timing/deadline';
import { errorFields, type ErrorFields } from '../../shared/n8n/errors/errors';
import { fetchEventFile, notInTime, tooManyFiles } from './eventFile';
import type { AttachmentSettings } from './downloadSettings';
import { present } from '../../shared/spectrum/values/present';

/** A file that is not on the item, and why. */
export interface MissingFile extends ErrorFields {
	/** Absent for the picture of a group, which has none. */
	id?: string;
	/** Its name in the event. */
	name?: string;
	/** The binary field that it would have been in. Absent when the name of the field could not be read. */
	property?: string;
}

/** The field `downloadError` of an item: the first failure in the order of the parts, and everything that is missing. */
export interface DownloadError extends ErrorFields {
	/** At least one. */
	failed: MissingFile[];
}

/** What the files of an event add to its item. Both are absent when the event has no files. */
export interface EventAttachments {
	/**
	 * `<prefix>0`, `<prefix>1`, … The number is the place among the files of the event, so a file keeps its name even if
	 * files before it are missing.
	 */
	readonly binary?: IBinaryKeyData;
	/** Present when at least one file is missing. */
	readonly downloadError?: DownloadError;
}

/** How something that belongs to an event is fetched. */
export interface EventDownload {
	readonly context: BinaryStore;
	/**
	 * Called once, and only when there is a file to fetch. Everything that the gateway does must end with the signal, so
	 * each event gets its own gateway. Gateways share their connections.
	 */
	readonly openGateway: (signal: AbortSignal) => Promise<Gateway>;
	readonly clock: Clock;
	/** For all files together. A file that has not arrived by then is reported as missing. */
	readonly deadlineMilliseconds: number;
	/** Aborted when there will be no item any more, because the trigger closes. */
	readonly signal?: AbortSignal;
}

/** How the files of an event are fetched. */
export interface EventAttachmentOptions extends EventDownload {
	readonly settings: AttachmentSettings;
}

/**
 * Files fetched at the same time: enough that a slow file does not hold up the rest, few enough that an album does not
 * fill the memory.
 */
const parallelFetches = 2;

/**
 * Fetches the files of an event. Failures are part of the result and not thrown, because an event is more than its files.
 * Rejects only with `cancelled`, when `signal` is aborted. Leaves no call, timer or listener behind.
 */
export async function downloadAttachments(event: ImessageEvent, options: EventAttachmentOptions): Promise<EventAttachments> {
	const { settings, signal } = options;
	const files = filesOf(event);
	if (files.length === 0) return {};
	const deadline = openDeadline(options, notInTime);
	try {
		const fetching = { ...options, deadline, phone: event.space.phone, openGateway: sharedGateway(options, deadline) };
		const outcomes = await fetchInParallel(files, async (file, index) =>
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

/** The time for a download. Throws `cancelled` when the signal is aborted already. */
export function openDeadline(
	{ clock, deadlineMilliseconds, signal }: EventDownload,
	notInTime: (milliseconds: number, cause: unknown) => SpectrumError,
): Deadline {
	throwIfCancelled(signal);
	return new Deadline({
		clock,
		milliseconds: deadlineMilliseconds,
		...present({ signal }),
		timeoutError: (cause) => notInTime(deadlineMilliseconds, cause),
	});
}

/** The result when none of the files could be requested. */
export function noAttachments(event: ImessageEvent, caught: unknown): EventAttachments {
	const error = errorFields(toSpectrumError(caught));
	return downloadErrorOf(filesOf(event).map((file) => ({ ...nameOf(file), ...error })));
}

/** The item with its files, and with what is missing. */
export function withAttachments(item: INodeExecutionData, { binary, downloadError }: EventAttachments): INodeExecutionData {
	return {
		...item,
		json: downloadError === undefined ? item.json : { ...item.json, downloadError },
		...(binary === undefined ? {} : { binary: { ...item.binary, ...binary } }),
	};
}

function sharedGateway({ openGateway }: EventAttachmentOptions, deadline: Deadline): () => Promise<Gateway> {
	let opened: Promise<Gateway> | undefined;
	return async () => await (opened ??= openGateway(deadline.signal));
}

type Outcome = { readonly file: IBinaryData } | { readonly error: SpectrumError };

/** Fetches {@link parallelFetches} files at a time. Never rejects. */
async function fetchInParallel(
	files: readonly EventFile[],
	fetch: (file: EventFile, index: number) => Promise<IBinaryData>,
): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	// All workers share one iterator: each takes the next file that is left.
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
	await Promise.all(Array.from({ length: parallelFetches }, work));
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
	return { ...(Object.keys(binary).length === 0 ? {} : { binary }), ...downloadErrorOf(missing) };
}

function downloadErrorOf(failed: MissingFile[]): EventAttachments {
	const [first] = failed;
	if (first === undefined) return {};
	const { id: _id, name: _name, property: _property, ...error } = first;
	return { downloadError: { ...error, failed } };
}

function nameOf({ id, name }: EventFile): Pick<MissingFile, 'id' | 'name'> {
	return { id, ...present({ name }) };
}
