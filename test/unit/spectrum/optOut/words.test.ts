import { leastCpuMilliseconds } from '../../../support/cpuTime';
import { isOptIn, isOptOut, optOutLanguages } from '../../../../nodes/shared/spectrum/optOut/words';

/** What people write in each language, and what they write when they mean something else. */
const messages: Record<(typeof optOutLanguages)[number], { readonly out: string[]; readonly back: string[]; readonly neither: string[] }> =
	{
		english: {
			out: ['STOP', 'stop.', 'Stop All', 'UNSUBSCRIBE', 'Opt-out', 'cancel', 'Quit!', 'END', 'revoke'],
			back: ['START', 'unstop', 'Opt in'],
			neither: ['yes', 'no', 'stop by tomorrow', 'when does it start?', 'the end is near'],
		},
		german: {
			out: ['Stopp!', 'ABMELDEN', 'Abbestellen', 'Austragen', 'keine Nachrichten mehr'],
			back: ['Starten', 'wieder anmelden', 'Fortsetzen'],
			neither: ['ja', 'nein', 'Ich will mich abmelden, aber wie?'],
		},
		french: {
			out: ['ARRÊT', 'arret', 'Désabonner !', 'DESABONNER', 'Désinscription', 'Arrêtez'],
			back: ['Démarrer', 'REABONNER', 'reprendre'],
			neither: ['oui', 'non', 'un arrêt de bus'],
		},
		spanish: {
			out: ['BAJA', 'Darme de baja', '¡Alto!', 'cancelar', 'no mas mensajes', 'Detener'],
			back: ['ALTA', 'Iniciar', 'reanudar'],
			neither: ['sí', 'no', 'la calle baja'],
		},
		italian: {
			out: ['Basta!', 'FERMA', 'cancellami', 'Disiscrivimi', 'annulla'],
			back: ['Inizia', 'RIATTIVA', 'riprendi'],
			neither: ['sì', 'no', 'mi basta così'],
		},
		portuguese: {
			out: ['SAIR', 'Parar', 'descadastrar', 'Cancelar inscricao', 'pare'],
			back: ['Começar', 'comecar', 'reativar'],
			neither: ['sim', 'não', 'vou sair agora'],
		},
		dutch: {
			out: ['Stoppen', 'AFMELDEN', 'uitschrijven', 'geen berichten meer'],
			back: ['starten', 'Hervatten', 'opnieuw aanmelden'],
			neither: ['ja', 'nee', 'ik kan niet stoppen'],
		},
		swedish: {
			out: ['Stoppa', 'AVREGISTRERA', 'Avanmäl', 'avanmala', 'avsluta'],
			back: ['Starta', 'återuppta', 'ATERUPPTA'],
			neither: ['ja', 'nej', 'var stoppar bussen?'],
		},
		polish: {
			out: ['Wypisz mnie', 'REZYGNUJĘ', 'rezygnuje', 'zatrzymaj', 'Koniec'],
			back: ['Rozpocznij', 'wznów', 'WZNOW'],
			neither: ['tak', 'nie', 'koniec tygodnia'],
		},
		japanese: {
			out: ['停止', '配信停止。', '解除', 'ストップ', 'ｽﾄｯﾌﾟ', 'ＳＴＯＰ'],
			back: ['再開', '配信再開', 'スタート', 'ＳＴＡＲＴ'],
			neither: ['はい', 'いいえ', '停止しないでください'],
		},
	};

test('there are words of ten languages', () => {
	expect(optOutLanguages).toHaveLength(10);
	expect(Object.keys(messages).sort()).toEqual([...optOutLanguages].sort());
});

describe.each(Object.entries(messages))('in %s', (_, { out, back, neither }) => {
	test.each(out)('%p is an opt-out', (text) => {
		expect([isOptOut(text), isOptIn(text)]).toEqual([true, false]);
	});
	test.each(back)('%p undoes one', (text) => {
		expect([isOptOut(text), isOptIn(text)]).toEqual([false, true]);
	});
	test.each(neither)('%p is neither', (text) => {
		expect([isOptOut(text), isOptIn(text)]).toEqual([false, false]);
	});
});

test.each(['  S.T.O.P  ', '"stop"', 'Stop\u200b', 'STOP 🛑', '**stop**', '\nstop\n', 'Stóp'])('%j is still STOP', (text) => {
	expect(isOptOut(text)).toBe(true);
});

test.each([`STOP${'!'.repeat(200)}`, `Stop ${'🙅🏽‍♀️'.repeat(30)}`, `${'\n'.repeat(500)}stop`])(
	'%j is STOP, however much is around it',
	(text) => {
		expect(isOptOut(text)).toBe(true);
	},
);

test('a message without letters is neither', () => {
	for (const text of ['', '   ', '🛑', '...']) expect([isOptOut(text), isOptIn(text)]).toEqual([false, false]);
});

test('own words are added, in the same form', () => {
	expect(isOptOut('Lopéta!')).toBe(false);
	expect(isOptOut('Lopéta!', ['LOPETA'])).toBe(true);
	expect(isOptIn('takaisin', ['Takaisin'])).toBe(true);
	expect(isOptOut('stop', ['lopeta'])).toBe(true);
	expect(isOptOut('!', ['?'])).toBe(false);
});

test('a text of a million characters is answered at once', () => {
	const text = `stop${' '.repeat(1_000_000)}`;
	expect(leastCpuMilliseconds(50, () => expect(isOptOut(text)).toBe(false))).toBeLessThan(50);
});

test('a hundred letters may be an own word, and one more is a sentence, whatever the script', () => {
	for (const letter of ['a', 'Z', '7', 'é', '停']) {
		const word = letter.repeat(100);
		expect([isOptOut(word, [`${word}.`]), isOptOut(word + letter, [word + letter])]).toEqual([true, false]);
	}
});
