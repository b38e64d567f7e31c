import { plainWords } from '../values/plainWords';
import type { ReceivedReaction } from '../model/reaction';

/** A whole message that approves: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish, Japanese. */
const yesWords: ReadonlySet<string> = new Set([
	...['yes', 'y', 'yeah', 'yep', 'yup', 'ok', 'okay', 'sure', 'approve', 'approved', 'agreed', 'yes please', 'go ahead', 'confirmed'],
	...['ja', 'jawohl', 'ja bitte', 'einverstanden', 'genehmigt', 'in ordnung', 'passt'],
	...['oui', "d'accord", 'ouais', 'approuvé', 'approuve', 'oui merci'],
	...['sí', 'si', 'vale', 'de acuerdo', 'claro', 'aprobado'],
	...['sì', 'va bene', "d'accordo", 'certo', 'approvato'],
	...['sim', 'está bem', 'esta bem', 'aprovado', 'de acordo'],
	...['jawel', 'akkoord', 'goedgekeurd', 'prima'],
	...['tak', 'zgoda', 'zatwierdzam', 'dobrze'],
	...['jo', 'godkänd', 'godkänt', 'visst'],
	...['はい', 'うん', '承認', '了解', 'いいよ'],
	...['👍', '👌', '✅', '❤', '♥'],
]);

/** A whole message that declines. Words of the opt-out table are not among them. */
const noWords: ReadonlySet<string> = new Set([
	...['no', 'n', 'nope', 'nah', 'decline', 'declined', 'reject', 'rejected', 'no thanks', 'no thank you', "don't"],
	...['nein', 'nein danke', 'nö', 'abgelehnt', 'ablehnen'],
	...['non', 'non merci', 'refusé', 'refuse'],
	...['no gracias', 'rechazado', 'negativo'],
	...['no grazie', 'rifiutato', 'rifiuto'],
	...['não', 'nao', 'não obrigado', 'não obrigada', 'recusado'],
	...['nee', 'nee bedankt', 'afgewezen', 'geweigerd'],
	...['nie', 'nie dziękuję', 'odrzucam', 'odmowa'],
	...['nej', 'nej tack', 'avslag', 'nekad'],
	...['いいえ', 'いや', '却下', 'だめ', 'ダメ'],
	...['👎', '❌', '🚫'],
]);

/** Whether a message asks something. "Yes?" means "What is it?", or doubts, and decides nothing. */
export function asksBack(text: string): boolean {
	return /[?？؟⁇⁈⁉]/u.test(text);
}

/** The decision of a whole message. Undefined when it is neither a yes nor a no. */
export function decisionOf(text: string): boolean | undefined {
	return asksBack(text) ? undefined : decisionOfWords(text);
}

/** The same for a label, which may ask: "No?" is a no. */
export function decisionOfWords(text: string): boolean | undefined {
	const words = plainWords(text);
	if (words === undefined) return undefined;
	if (yesWords.has(words)) return true;
	return noWords.has(words) ? false : undefined;
}

/** How far a refusal with a reason is searched for the end of its first words. */
const longestOpening = 40;

/**
 * Whether a message begins with a no and a punctuation mark, and goes on: "No, use the other account". The other
 * direction does not exist: a yes with a condition is no approval.
 */
export function refusesWithReason(text: string): boolean {
	const opening = /^([^,.;:!\n–—]+?)(?:\s-|-\s|[,.;:!\n–—])\s*\S/u.exec(text.slice(0, longestOpening).trimStart())?.[1];
	return opening !== undefined && decisionOf(opening) === false;
}

/** The decision of a tapback. A heart approves, as a thumb does. */
export function decisionOfTapback({ kind, emoji = '' }: ReceivedReaction): boolean | undefined {
	if (kind === 'like' || kind === 'love') return true;
	if (kind === 'dislike') return false;
	return kind === 'emoji' ? decisionOf(emoji) : undefined;
}
