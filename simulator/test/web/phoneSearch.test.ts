import { FakeClock } from '../../../test/support/fakeClock';
import type { FoundView } from '../../src/web/phone/views';
import { ada, ben, direct, openPhones, type OpenPhones } from './openPhones';

describe('a search on a phone', () => {
	let opened: OpenPhones;
	let clock: FakeClock;
	beforeEach(async () => {
		clock = new FakeClock();
		opened = await openPhones({ lines: ['+15550000001', '+15550000002'], clock });
	});
	afterEach(async () => await opened.close());

	const find = async (words: string, phone = ada): Promise<readonly FoundView[]> => {
		const response = await fetch(`${opened.web.url}phone/search?${new URLSearchParams({ phone, words }).toString()}`);
		const answer = (await response.json()) as FoundView[] & { readonly error: string };
		if (!response.ok) throw new Error(answer.error);
		return answer;
	};
	const texts = async (words: string, phone?: string) => (await find(words, phone)).map(({ excerpt }) => excerpt);

	test('finds the newest message with the words in each conversation, however far back', async () => {
		const { message: old } = await opened.act('send', { text: 'My SWORDFISH is blue' });
		for (let count = 0; count < 100; count++) opened.says(`Answer ${count}`);
		expect(await find(' swordfish ')).toEqual([{ line: opened.line.id, spaceId: direct, message: old, excerpt: 'My SWORDFISH is blue' }]);
		const newer = opened.says('Which swordfish?');
		const second = opened.spectrum.receive({ from: ada, line: '+15550000002', text: 'A swordfish, please' });
		expect((await find('swordfish')).map(({ message }) => message)).toEqual([newer, second.messageId]);
		expect(await find('marlin')).toEqual([]);
		expect(await find('  ')).toEqual([]);
	});

	test('shows the words with what stands around them', async () => {
		const long = `${'before '.repeat(30)}needle${' after'.repeat(40)}`;
		await opened.act('send', { text: long });
		const [excerpt = ''] = await texts('needle');
		expect(excerpt).toMatch(/^…before .*needle after .*…$/);
		expect(excerpt.length).toBeLessThan(150);
		await opened.act('send', { text: 'İstanbul\nand a needle' });
		expect(await texts('needle')).toEqual(['İstanbul and a needle']);
	});

	test('finds what a message says now: not before its edit, and nothing of one that was taken back', async () => {
		const { message } = await opened.act('send', { text: 'At seven' });
		await opened.act('edit', { message, text: 'At eight' });
		expect(await texts('seven')).toEqual([]);
		expect(await texts('eight')).toEqual(['At eight']);
		await opened.act('unsend', { message });
		expect(await texts('eight')).toEqual([]);
	});

	test('finds the subject, polls and their choices', async () => {
		await opened.act('send', { text: 'See below', subject: 'Invoice' });
		await opened.act('poll', { space: direct, title: 'Lunch?', options: ['Soup', 'Salad'] });
		expect([await texts('invoice'), await texts('lunch'), await texts('salad')]).toEqual([['Invoice'], ['Lunch?'], ['Salad']]);
	});

	test('finds nothing that is not on the phone', async () => {
		await opened.act('send', { text: 'For the line alone' });
		const { space } = await opened.act('group', { members: [ben], name: 'Two' });
		await opened.act('send', { space, text: 'Before Cleo came' });
		await clock.advance(1000);
		const cleo = '+15550102030';
		await opened.act('member', { space, member: cleo, isMember: true });
		await clock.advance(1000);
		await opened.act('send', { space, text: 'Now with Cleo' });
		expect(await texts('alone', ben)).toEqual([]);
		expect(await texts('cleo', ben)).toEqual(['Ada Reyes: Now with Cleo']);
		expect([await texts('before', cleo), await texts('now', cleo)]).toEqual([[], ['Ada Reyes: Now with Cleo']]);
	});

	test('has a limit', async () => {
		await expect(find('a'.repeat(201))).rejects.toThrow('words may have 200 characters; they have 201');
	});
});
