import type { Parsed } from './address/address';
import { tapbackKinds, type Reaction, type ReceivedReaction, type TapbackKind } from './reaction';

/** Shown wherever a reaction is refused. */
export const reactionExample = 'love, thumbs_up, or one emoji such as \u{1F389}';

/** What people call the tapbacks, beside their own names: spelled as {@link nameOf} gives it. */
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

/** The emoji that webhooks show in the place of each tapback. No two share one, so they can be read back. */
const tapbackEmoji: Readonly<Record<string, TapbackKind>> = {
	'\u2764\uFE0F': 'love',
	'\u{1F44D}': 'like',
	'\u{1F44E}': 'dislike',
	'\u{1F602}': 'laugh',
	'\u203C\uFE0F': 'emphasize',
	'\u2753': 'question',
};

// As a text, because the compiler's target does not know the flag; Node 20 does.
const oneEmoji = new RegExp('^\\p{RGI_Emoji}$', 'v');
/** Places that Unicode keeps for emoji to come: phones may know some of them before this Node does. */
const emojiToCome = new RegExp('^[\\p{Extended_Pictographic}&&\\p{Cn}]$', 'v');
/** A character that is drawn as text unless a selector follows. */
const textByDefault = new RegExp('[\\p{Emoji}--\\p{Emoji_Presentation}--\\p{Emoji_Modifier}](?!\\p{Emoji_Modifier})', 'gv');
const presentationSelectors = /[\uFE0E\uFE0F]/g;
/**
 * UTF-16 code units of what is read as a reaction: more than twice the longest emoji and the longest name. The segmenter
 * copies its text for each grapheme, so a long text would fill the memory.
 */
const longestReaction = 80;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Reads a reaction as people write it: one of the six tapbacks by name or alias, without regard to case, spaces,
 * `_`, `-` and colons around it, or exactly one emoji. An emoji that stands for a tapback in webhooks becomes that
 * tapback, so that what was received can be given back or taken away; every other one, a thumb with a skin colour
 * too, stays an emoji.
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

/** Reads exactly one emoji, with everything that Unicode joins to it, in the form that phones draw in colour. */
export function parseEmoji(input: string): Parsed<string> {
	if (input.length > longestReaction) return notOne();
	const symbols = [...graphemes.segment(input)]
		.filter(({ segment }) => segment.trim() !== '')
		.map(({ segment }) => asEmoji(segment));
	const [first] = symbols;
	if (symbols.length === 1 && first !== undefined) return { ok: true, value: first };
	if (symbols.length > 1 && !symbols.includes(undefined)) {
		return { ok: false, problem: `holds ${symbols.length} emoji, but a reaction is one` };
	}
	return notOne();
}

function notOne(): { readonly ok: false; readonly problem: string } {
	return { ok: false, problem: `is neither a tapback (${tapbackKinds.join(', ')}) nor one emoji` };
}

/** The fully written form of one grapheme that is an emoji; a selector may be missing, or ask for text. */
function asEmoji(grapheme: string): string | undefined {
	if (oneEmoji.test(grapheme)) return grapheme;
	const bare = grapheme.replace(presentationSelectors, '');
	if (emojiToCome.test(bare)) return bare;
	return [bare, bare.replace(textByDefault, '$&\uFE0F')].find((form) => oneEmoji.test(form));
}

/** A reaction as webhooks show it; undefined for one that is no emoji, such as a sticker. */
export function emojiOfReaction({ kind, emoji }: ReceivedReaction): string | undefined {
	return emoji ?? Object.keys(tapbackEmoji).find((shown) => own(tapbackEmoji, shown) === kind);
}

function tapbackNamed(name: string): TapbackKind | undefined {
	return tapbackKinds.find((kind) => kind === name) ?? own(aliases, name);
}

/** `:Thumbs_Up:` and `thumbs up` are one name; a sign such as `-1` keeps its own. */
function nameOf(text: string): string {
	const name = text.toLowerCase().replace(/^:(.+):$/, '$1');
	return /\p{L}/u.test(name) ? name.replace(/[\s_-]+/g, '') : name;
}

function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
	return Object.hasOwn(table, key) ? table[key] : undefined;
}
