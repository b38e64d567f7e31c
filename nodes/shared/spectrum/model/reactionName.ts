import { graphemesOf } from '../values/graphemes';
import type { Parsed } from './address/address';
import { tapbackKinds, type Reaction, type ReceivedReaction, type TapbackKind } from './reaction';

/** Example for errors about a reaction. */
export const reactionExample = 'love, thumbs_up, or one emoji such as \u{1F389}';

/** Other names of the tapbacks, spelled as {@link nameOf} returns them. */
const aliases: Readonly<Record<string, TapbackKind>> = {
	heart: 'love',
	loved: 'love',
	thumbsup: 'like',
	liked: 'like',
	'+1': 'like',
	thumbsdown: 'dislike',
	disliked: 'dislike',
	'-1': 'dislike',
	haha: 'laugh',
	laughed: 'laugh',
	exclamation: 'emphasize',
	exclamationmark: 'emphasize',
	emphasise: 'emphasize',
	emphasized: 'emphasize',
	'!!': 'emphasize',
	questionmark: 'question',
	questioned: 'question',
	'?': 'question',
};

/** The emoji that webhooks show for each tapback. Each emoji belongs to one tapback, so it can be read back. */
const tapbackEmoji: Readonly<Record<string, TapbackKind>> = {
	'\u2764\uFE0F': 'love',
	'\u{1F44D}': 'like',
	'\u{1F44E}': 'dislike',
	'\u{1F602}': 'laugh',
	'\u203C\uFE0F': 'emphasize',
	'\u2753': 'question',
};

/** How emoji are recognised. */
interface EmojiForms {
	readonly oneEmoji: RegExp;
	/** Code points that Unicode reserves for future emoji. Phones may know some of them before this Node version does. */
	readonly emojiToCome: RegExp;
	/** A character that is drawn as text if no selector follows. */
	readonly textByDefault: RegExp;
}

let made: EmojiForms | undefined;

/** Made for the first emoji: the sets of Unicode take 20 ms, and n8n loads every node when it starts. */
function emojiForms(): EmojiForms {
	// Built from strings, because the compiler's target does not know the flag. Node 20 does.
	return (made ??= {
		oneEmoji: new RegExp('^\\p{RGI_Emoji}$', 'v'),
		emojiToCome: new RegExp('^[\\p{Extended_Pictographic}&&\\p{Cn}]$', 'v'),
		textByDefault: new RegExp('[\\p{Emoji}--\\p{Emoji_Presentation}--\\p{Emoji_Modifier}](?!\\p{Emoji_Modifier})', 'gv'),
	});
}

const presentationSelectors = /[\uFE0E\uFE0F]/g;
/**
 * Longest input that is read as a reaction, in UTF-16 code units: more than twice the longest emoji or name. The segmenter
 * copies its text for each grapheme, so a long text would fill the memory.
 */
const longestReaction = 80;

/**
 * Reads a reaction as people write it: exactly one emoji, or one of the six tapbacks by name or alias. Case, spaces, `_`,
 * `-` and enclosing colons in a name do not matter. An emoji that stands for a tapback in webhooks becomes that tapback,
 * so that a received reaction can be set or removed. Every other emoji stays an emoji, also a thumb with a skin tone.
 */
export function parseReaction(input: string): Parsed<Reaction> {
	const text = input.trim();
	if (text === '') return { ok: false, problem: 'is empty' };
	if (text.length > longestReaction) return notOne();
	const kind = tapbackNamed(nameOf(text));
	if (kind !== undefined) return { ok: true, value: { kind } };
	const parsed = parseEmoji(text);
	if (!parsed.ok) return parsed;
	const native = own(tapbackEmoji, parsed.value);
	return { ok: true, value: native === undefined ? { kind: 'emoji', emoji: parsed.value } : { kind: native } };
}

/** Reads exactly one emoji, including joined sequences. The result is the form that phones draw in colour. */
export function parseEmoji(input: string): Parsed<string> {
	if (input.length > longestReaction) return notOne();
	const symbols = [...graphemesOf(input)].filter(({ segment }) => segment.trim() !== '').map(({ segment }) => asEmoji(segment));
	const [first] = symbols;
	if (symbols.length === 1 && first !== undefined) return { ok: true, value: first };
	if (symbols.length > 1 && !symbols.includes(undefined)) {
		return { ok: false, problem: `contains ${symbols.length} emoji, but a reaction is a single emoji` };
	}
	return notOne();
}

function notOne(): { readonly ok: false; readonly problem: string } {
	return { ok: false, problem: `is neither a tapback (${tapbackKinds.join(', ')}) nor a single emoji` };
}

/** The complete form of an emoji. In the grapheme, the selector may be missing or select the text form. */
function asEmoji(grapheme: string): string | undefined {
	const { oneEmoji, emojiToCome, textByDefault } = emojiForms();
	if (oneEmoji.test(grapheme)) return grapheme;
	const bare = grapheme.replace(presentationSelectors, '');
	if (emojiToCome.test(bare)) return bare;
	return [bare, bare.replace(textByDefault, '$&\uFE0F')].find((form) => oneEmoji.test(form));
}

/** A reaction as webhooks show it. Undefined for a reaction without an emoji, such as a sticker. */
export function emojiOfReaction({ kind, emoji }: ReceivedReaction): string | undefined {
	return emoji ?? Object.keys(tapbackEmoji).find((shown) => own(tapbackEmoji, shown) === kind);
}

function tapbackNamed(name: string): TapbackKind | undefined {
	return tapbackKinds.find((kind) => kind === name) ?? own(aliases, name);
}

/** `:Thumbs_Up:` and `thumbs up` have the same name. A name without letters, such as `-1`, stays as it is. */
function nameOf(text: string): string {
	const name = text.toLowerCase().replace(/^:(.+):$/, '$1');
	return /\p{L}/u.test(name) ? name.replace(/[\s_-]+/g, '') : name;
}

function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
	return Object.hasOwn(table, key) ? table[key] : undefined;
}
