import { throwIfCancelled, toSpectrumError } from '../../shared/spectrum/errors/from';
import { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import type { Gateway } from '../../shared/spectrum/gateway/Gateway';
import type { ImessageEvent } from '../../shared/spectrum/model/event/event';
import { largestIconBytes, type GroupIcon } from '../../shared/spectrum/model/space';
import { errorFields } from '../../shared/n8n/errors/errors';
import { storeFile } from '../../shared/n8n/files/binaryOutput';
import { openDeadline, type EventAttachments, type EventDownload } from './eventAttachments';
import { untilFetched } from './eventFile';

/** The binary field of a group's picture. */
export const iconProperty = 'icon';

/** True for an event after which a group has another picture. */
export function hasIcon({ event }: ImessageEvent): boolean {
	return event === 'group.iconChanged';
}

/**
 * Fetches the picture that the group has now. A failure is part of the result, as for attachments: the event itself has
 * arrived. Rejects only with `cancelled`. Leaves no call, timer or listener behind.
 */
export async function downloadIcon(event: ImessageEvent, options: EventDownload): Promise<EventAttachments> {
	const { context, openGateway, signal } = options;
	const deadline = openDeadline(options, notInTime);
	try {
		const file = await untilFetched(deadline, async () => {
			const { data, mimeType } = await iconOf(await openGateway(deadline.signal), event);
			if (data.byteLength > largestIconBytes) throw tooLarge(data.byteLength);
			return await storeFile(context, { data, mimeType });
		});
		return { binary: { [iconProperty]: file } };
	} catch (caught) {
		throwIfCancelled(signal);
		return noIcon(caught);
	} finally {
		deadline.close();
	}
}

/** The result when the picture could not even be requested. */
export function noIcon(caught: unknown): EventAttachments {
	const error = errorFields(toSpectrumError(caught));
	return { downloadError: { ...error, failed: [{ property: iconProperty, ...error }] } };
}

async function iconOf(gateway: Gateway, { space }: ImessageEvent): Promise<GroupIcon> {
	const { id, type, phone } = space;
	const target = { by: 'space', space: { id, type } } as const;
	const icon = await gateway.groups.icon(await gateway.spaces.locate(target, phone === undefined ? {} : { incoming: phone }));
	if (icon !== undefined) return icon;
	throw new SpectrumError({
		kind: 'notFound',
		message: 'The group has no picture any more',
		advice: 'Nothing is wrong: someone has removed it since.',
	});
}

const fetchLater = 'Fetch it later in the workflow: iMessage Create Space, Group → Get Icon.';

function notInTime(milliseconds: number, cause: unknown): SpectrumError {
	return new SpectrumError({
		kind: 'timeout',
		message: `The picture of the group was not fetched within ${milliseconds / 1_000} s`,
		advice: fetchLater,
		cause,
	});
}

function tooLarge(bytes: number): SpectrumError {
	return new SpectrumError({
		kind: 'tooLarge',
		message: `The picture of the group has ${bytes.toLocaleString('en')} bytes, more than 20 MiB`,
		advice: fetchLater,
	});
}
