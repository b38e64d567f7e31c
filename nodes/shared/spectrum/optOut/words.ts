/** The words of one language, as people write them. */
interface Words {
	readonly optOut: readonly string[];
	readonly optIn: readonly string[];
}

/**
 * Words that end or restart messages, by language. Each must be the whole message, so a word that is also an ordinary
 * answer ("yes", "no", "ok") is not in the list. STOP, START and UNSTOP count in every language.
 */
const languages = {
	english: {
		optOut: ['stop', 'stop all', 'unsubscribe', 'cancel', 'end', 'quit', 'opt out', 'revoke', 'remove me', 'stop messaging me'],
		optIn: ['start', 'unstop', 'opt in', 'resubscribe'],
	},
	german: {
		optOut: ['stopp', 'abmelden', 'abbestellen', 'austragen', 'abmeldung', 'keine nachrichten mehr', 'bitte abmelden'],
		optIn: ['starten', 'wieder anmelden', 'fortsetzen'],
	},
	french: {
		optOut: ['arrêt', 'arrêter', 'arrêtez', 'désabonner', 'me désabonner', 'désabonnement', 'désinscrire', 'désinscription'],
		optIn: ['démarrer', 'réabonner', 'reprendre'],
	},
	spanish: {
		optOut: ['baja', 'dar de baja', 'darme de baja', 'parar', 'alto', 'cancelar', 'detener', 'no más mensajes'],
		optIn: ['alta', 'iniciar', 'reanudar'],
	},
	italian: {
		optOut: ['ferma', 'fermare', 'basta', 'annulla', 'cancellami', 'disiscrivimi', 'disiscrizione', 'disdici'],
		optIn: ['inizia', 'riattiva', 'riprendi'],
	},
	portuguese: {
		optOut: ['parar', 'pare', 'sair', 'cancelar', 'descadastrar', 'remover', 'cancelar inscrição'],
		optIn: ['iniciar', 'começar', 'reativar'],
	},
	dutch: {
		optOut: ['stoppen', 'afmelden', 'uitschrijven', 'geen berichten meer', 'opzeggen'],
		optIn: ['starten', 'hervatten', 'opnieuw aanmelden'],
	},
	swedish: {
		optOut: ['stopp', 'stoppa', 'avsluta', 'avregistrera', 'avanmäl', 'avanmäla'],
		optIn: ['starta', 'återuppta'],
	},
	polish: {
		optOut: ['zatrzymaj', 'wypisz', 'wypisz mnie', 'rezygnuję', 'anuluj', 'koniec'],
		optIn: ['rozpocznij', 'wznów', 'zapisz ponownie'],
	},
	japanese: {
		optOut: ['停止', '配信停止', '配信を停止', '解除', '登録解除', 'ストップ', '退会'],
		optIn: ['開始', '再開', '配信再開', 'スタート'],
	},
} as const satisfies Record<string, Words>;

/** The languages whose words are known. */
export const optOutLanguages = Object.keys(languages) as (keyof typeof languages)[];

/** Most letters and digits of a message that is compared with the words. With more, it is a sentence. */
const longest = 100;

/** UTF-16 code units of a message that is read for them. "STOP!!!" may go on for some lines, and one emoji may have eleven. */
const longestRead = 2_000;

/** A letter that Unicode does not split into a plain one and its accent. */
const unsplit: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ı: 'i' };

/**
 * The letters and digits of a message in one form: without case, accents, punctuation, spaces, emoji and invisible
 * characters. "Désabonner !" and "DESABONNER" are the same, and so are "opt-out" and "Opt Out". Empty for a sentence.
 */
export function comparable(text: string): string {
	if (text.length > longestRead || hasTooManyPlain(text)) return '';
	const letters = text
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');
	return letters.length > longest ? '' : letters.replace(/[łøđı]/g, (letter) => unsplit[letter] ?? letter);
}

/** Recognises most sentences at their beginning. Every message that arrives is compared, and Unicode's classes are slow. */
function hasTooManyPlain(text: string): boolean {
	let plain = 0;
	for (let index = 0; index < text.length && plain <= longest; index++) {
		if (isPlain(text.charCodeAt(index))) plain += 1;
	}
	return plain > longest;
}

/** True for a letter or digit of ASCII. */
function isPlain(code: number): boolean {
	return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);
}

function comparableWords(kind: keyof Words): ReadonlySet<string> {
	return new Set(Object.values(languages).flatMap((words) => words[kind].map(comparable)));
}

const optOuts = comparableWords('optOut');
const optIns = comparableWords('optIn');

function isOneOf(message: string, words: ReadonlySet<string>, own: readonly string[] = []): boolean {
	return message !== '' && (words.has(message) || own.some((word) => comparable(word) === message));
}

/** What a text says about further messages: true for an opt-out, false for its undoing. Undefined for every other text. */
export function optOutIn(text: string | undefined): boolean | undefined {
	if (text === undefined) return undefined;
	const message = comparable(text);
	return isOneOf(message, optOuts) ? true : isOneOf(message, optIns) ? false : undefined;
}

/**
 * Whether the whole message asks for no more messages, in one of ten languages. `ownWords` are added to the list.
 * A sentence that contains a word is not an opt-out.
 */
export function isOptOut(text: string, ownWords: readonly string[] = []): boolean {
	return isOneOf(comparable(text), optOuts, ownWords);
}

/**
 * Whether the whole message asks for messages again: START, UNSTOP and their translations. "Yes" does not: it may answer
 * a question. `ownWords` are added to the list.
 */
export function isOptIn(text: string, ownWords: readonly string[] = []): boolean {
	return isOneOf(comparable(text), optIns, ownWords);
}
