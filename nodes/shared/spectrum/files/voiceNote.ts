import type { Parsed } from '../model/address/address';
import { formatOf } from './fileFormat';
import { isOggOpus, parseOggOpus } from './oggOpus';
import { toOpusCaf } from './opusCaf';

/** A sound in a format that phones play as a voice note. */
export interface VoiceNote {
	readonly data: Uint8Array;
	readonly extension: 'caf' | 'm4a';
	readonly mimeType: 'audio/x-caf' | 'audio/mp4';
}

/** What to do about a sound in another format. */
export const voiceNoteAdvice =
	'Use M4A, CAF or Ogg Opus. Most text-to-speech services offer one of them, such as opus. Or set "Send As" to File, which takes every format.';

/**
 * Makes a voice note of a sound, whose format its bytes decide. Phones play CAF and M4A. Ogg Opus, the format of voice
 * messages in Telegram and WhatsApp, is packed into CAF without a loss. Everything else is refused: a phone shows MP3
 * with 0 seconds.
 */
export function parseVoiceNote(bytes: Uint8Array): Parsed<VoiceNote> {
	const name = formatOf(bytes)?.name;
	if (name === 'CAF audio') return { ok: true, value: { data: bytes, extension: 'caf', mimeType: 'audio/x-caf' } };
	if (name === 'M4A audio' || (name === 'MP4 video' && isOnlySound(bytes))) {
		return { ok: true, value: { data: bytes, extension: 'm4a', mimeType: 'audio/mp4' } };
	}
	if (isOggOpus(bytes)) {
		const sound = parseOggOpus(bytes);
		return sound.ok ? { ok: true, value: { data: toOpusCaf(sound.value), extension: 'caf', mimeType: 'audio/x-caf' } } : sound;
	}
	if (name?.endsWith(' audio') === true) return { ok: false, problem: `is ${name}, which phones show as a voice note of 0 seconds` };
	return { ok: false, problem: `is ${name ?? 'of no known format'}, but a voice note is M4A, CAF or Ogg Opus` };
}

/** Boxes that say what a track holds (ISO 14496-12, 8.4.3). */
const sound = handlerOf('soun');
const picture = handlerOf('vide');

/** Many programs write the brand of a video into a file that has only a sound. */
function isOnlySound(bytes: Uint8Array): boolean {
	const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return content.includes(sound) && !content.includes(picture);
}

function handlerOf(type: string): Buffer {
	return Buffer.from(`hdlr\0\0\0\0\0\0\0\0${type}`, 'latin1');
}
