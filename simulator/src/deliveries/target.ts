import type { LineStore } from '../store/line';
import { joinParts } from '../store/parts';

export type Json = Record<string, unknown>;

/** Another message, as a reaction, an answer and a receipt name it. An object is passed on as it is. */
export function toTarget(
	{ line, platform }: { readonly line: LineStore; readonly platform: string },
	target: string | Readonly<Json>,
): Json {
	if (typeof target !== 'string') return { ...target };
	const stored = line.messages.get(target);
	if (stored === undefined) return { id: target, platform };
	return {
		id: target,
		platform,
		timestamp: new Date(stored.createdAt).toISOString(),
		sender: stored.sender === undefined ? undefined : { id: stored.sender, platform },
		// The first 80 characters.
		contentPreview: joinParts(stored.parts).text?.slice(0, 80),
	};
}
