import { ownRow } from '../../../scripts/ports';
import { Simulator, startWeb } from '../../src';
import { ada, direct, Listener, openPhones, type OpenPhones } from './openPhones';

/** What Ada's phone shows of her conversation. */
async function look({ web }: Pick<OpenPhones, 'web'>): Promise<{ unread?: number; preview?: string }> {
	const listener = await Listener.open(web, [ada]);
	const [space] = await listener.spaces(ada);
	listener.close();
	return { unread: space?.unread, preview: space?.preview };
}

test('what is unread stays right when older messages have gone, also in the next run', async () => {
	const seats = [{ phone: '+15550000001', port: await ownRow() }];
	const opened = await openPhones({ seats, retention: { rows: 5 } });
	await opened.act('send', { text: 'Hello' });
	for (let index = 0; index < 8; index++) opened.says(`Before ${index}`);
	await opened.act('read', { space: direct });
	expect(await look(opened)).toEqual({ unread: 0, preview: 'Before 7' });
	opened.says('New one');
	opened.says('New two');
	expect(await look(opened)).toEqual({ unread: 2, preview: 'New two' });
	const texts = (await opened.items()).map((item) => (item.kind === 'message' ? item.bubbles[0]?.text : ''));
	expect(texts).toEqual(['Before 5', 'Before 6', 'Before 7', 'New one', 'New two']);

	const snapshot = opened.spectrum.snapshot();
	const former = opened.web.phones;
	await opened.close();
	const spectrum = await Simulator.start({ plan: 'dedicated', tls: false, seats, snapshot });
	const web = await startWeb(spectrum, { former });
	expect(await look({ web })).toEqual({ unread: 2, preview: 'New two' });
	await web.close();
	await spectrum.stop();
});

test('messages of one moment stay in their order when older ones have gone', async () => {
	const opened = await openPhones({ retention: { rows: 4 } });
	(opened.spectrum.clock as unknown as { pause(): void }).pause();
	await opened.act('send', { text: 'Hello' });
	await opened.items();
	for (let index = 0; index < 6; index++) {
		opened.says(String(index));
		await opened.items();
	}
	const orders = (await opened.items()).map(({ order }) => order);
	expect(orders).toEqual([...orders].sort((one, other) => one - other));
	expect(new Set(orders).size).toBe(4);
	await opened.close();
});
