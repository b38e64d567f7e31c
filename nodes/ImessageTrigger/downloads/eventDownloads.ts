import type { ImessageEvent } from '../../shared/spectrum/model/event/event';
import type { DownloadSettings } from './downloadSettings';
import { downloadAttachments, noAttachments, type EventAttachments, type EventDownload } from './eventAttachments';
import { downloadIcon, hasIcon, noIcon } from './eventIcon';

/** Fetches what the user wants with an event: the files of a message, or the picture of a group. Failures are part of the result. */
export async function downloadWith(
	event: ImessageEvent,
	{ attachments, icons }: DownloadSettings,
	download: EventDownload,
): Promise<EventAttachments> {
	if (hasIcon(event)) return icons ? await downloadIcon(event, download) : {};
	return attachments === undefined ? {} : await downloadAttachments(event, { ...download, settings: attachments });
}

/** The result when nothing could be requested. */
export function nothingDownloaded(event: ImessageEvent, caught: unknown): EventAttachments {
	return hasIcon(event) ? noIcon(caught) : noAttachments(event, caught);
}
