import type { StoredAttachment } from '../../store/attachments';
import type { LineStore } from '../../store/line';
import type { ContactView, FileView } from './views';

/** Types that a browser shows without running anything. An SVG can hold scripts, so it is a file to save. */
const shown: Readonly<Record<string, 'image' | 'video' | 'audio'>> = {
	'image/jpeg': 'image',
	'image/png': 'image',
	'image/gif': 'image',
	'image/webp': 'image',
	'image/heic': 'image',
	'image/heif': 'image',
	'video/mp4': 'video',
	'video/quicktime': 'video',
	'video/webm': 'video',
	'audio/mpeg': 'audio',
	'audio/mp4': 'audio',
	'audio/x-m4a': 'audio',
	'audio/aac': 'audio',
	'audio/wav': 'audio',
	'audio/x-wav': 'audio',
	'audio/webm': 'audio',
	'audio/ogg': 'audio',
	'audio/x-caf': 'audio',
};

/** The type without its parameters. */
export function plainType(mimeType: string): string {
	return (mimeType.split(';')[0] as string).trim().toLowerCase();
}

/** Whether a browser may show it; all else is only saved. */
export function isShown(mimeType: string): boolean {
	return Object.hasOwn(shown, plainType(mimeType));
}

export function fileView(line: LineStore, file: StoredAttachment, name = file.fileName, isVoiceNote = false): FileView {
	const mimeType = plainType(file.mimeType);
	const contact = mimeType === 'text/vcard' || name.toLowerCase().endsWith('.vcf') ? contactOf(file) : undefined;
	const base = `/phone/files/${encodeURIComponent(line.id)}/${encodeURIComponent(file.guid)}`;
	const isHere = file.transfer === 'finished' && file.data !== undefined;
	return {
		id: file.guid,
		name,
		mimeType,
		size: file.totalBytes,
		kind: contact === undefined ? (isVoiceNote ? 'audio' : Object.hasOwn(shown, mimeType) ? shown[mimeType]! : 'file') : 'contact',
		url: isHere ? base : undefined,
		filmUrl: isHere && file.companion !== undefined ? `${base}/film` : undefined,
		contact,
	};
}

const longestCard = 256 * 1024;
const mostDetails = 20;
const labels: Readonly<Record<string, string>> = {
	TEL: 'phone',
	EMAIL: 'email',
	URL: 'website',
	ADR: 'address',
	BDAY: 'birthday',
	NOTE: 'note',
};

/** What a vCard says of its person; undefined for what is no vCard. */
function contactOf({ data }: StoredAttachment): ContactView | undefined {
	if (data === undefined || data.length > longestCard) return undefined;
	const lines = Buffer.from(data)
		.toString('utf8')
		.replaceAll(/\r?\n[ \t]/g, '')
		.split(/\r?\n/);
	if (lines[0]?.trim().toUpperCase() !== 'BEGIN:VCARD') return undefined;
	let name = '';
	let organization: string | undefined;
	const details: Array<{ label: string; value: string }> = [];
	for (const line of lines) {
		const colon = line.indexOf(':');
		if (colon < 0) continue;
		const property = (line.slice(0, colon).split(';')[0] as string).replace(/^.*\./, '').toUpperCase();
		const value = plain(line.slice(colon + 1));
		if (property === 'FN') name = value;
		else if (property === 'ORG') organization = value;
		else if (labels[property] !== undefined && details.length < mostDetails && value !== '')
			details.push({ label: labels[property], value });
	}
	return { name: name === '' ? 'Contact' : name, organization, details };
}

/** Without the escapes; the pieces of an address one after the other. */
function plain(value: string): string {
	return value
		.split(/(?<!\\);/)
		.map((piece) =>
			piece
				.replaceAll(/\\n/gi, ' ')
				.replaceAll(/\\([\\;,])/g, '$1')
				.trim(),
		)
		.filter((piece) => piece !== '')
		.join(', ');
}
