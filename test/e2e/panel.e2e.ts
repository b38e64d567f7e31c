import type { Locator, Page } from 'playwright-core';
import { post } from '../../simulator/test/http/httpCall';
import type { RawClient } from '../../simulator/test/rawCall';
import { rawStreams } from '../../simulator/test/rawStreams';
import type { Receiver } from '../../simulator/test/receiver';
import type { Simulator } from '../../simulator/src';
import { OpenedPanel } from './panel/openedPanel';
import { leastContrast, nameless } from './support/readable.cjs';
import { ada } from './support/stage';

const chat = `any;-;${ada}`;
const lines = ['+15550000001', '+15550000002'];

describe('the control panel in a browser', () => {
	let opened: OpenedPanel;
	let page: Page;
	let spectrum: Simulator;
	let client: RawClient;
	let receiver: Receiver;

	const open = async (...how: Parameters<typeof OpenedPanel.open>): Promise<void> => {
		opened = await OpenedPanel.open(...how);
		({ page, spectrum, client, receiver } = opened);
	};

	afterEach(async () => await opened.close());

	const panel = (): Locator => opened.root;
	const tab = async (name: string): Promise<Locator> => await opened.tab(name);
	const click = async (name: string): Promise<void> => await opened.click(name);
	const says = async (text: string | RegExp): Promise<void> => await opened.says(text);
	const send = (text = 'Hello') => client.send({ chat_guid: chat, text, client_message_id: text });
	const arrived = () => spectrum.phone(ada).messages.map(({ text }) => text);

	it('moves the clock', async () => {
		await open();
		await says('real time');
		const token = spectrum.tokens.mint('shared');
		await click('+1 hour');
		await says('1 h ahead');
		expect(spectrum.tokens.state('shared', token)).toBe('expired');
		await click('Pause');
		await says('paused');
		const stood = spectrum.clock.now();
		await click('Tomorrow');
		await says('09:00:00');
		expect(spectrum.clock.now()).toBeGreaterThan(stood);
		await click('Resume');
		await says(/ ahead$/);
	});

	it('shows what quotas have left, and changes them', async () => {
		await open({ plan: 'dedicated', lines });
		const first = panel().getByRole('region', { name: '+15550000001' });
		await first.getByText('5,000 of 5,000 left').waitFor();
		spectrum.receive({ from: ada, text: 'Hi' });
		await send();
		await first.getByText('4,999 of 5,000 left').waitFor();
		expect(await first.getByRole('meter', { name: 'Messages today' }).getAttribute('aria-valuenow')).toBe('1');

		await panel().getByLabel('Messages', { exact: true }).fill('1');
		await page.keyboard.press('Enter');
		await first.getByText('0 of 1 left').waitFor();
		await expect(send('Too much')).rejects.toMatchObject({ details: 'The server has sent its messages of the day' });
		await click('Tomorrow');
		await click('Tomorrow');
		await first.getByText('1 of 1 left').waitFor();
		await send('A new day');

		await first.getByRole('switch').click();
		await first.getByText('no new people').waitFor();
		expect(spectrum.dashboard.lines[0]?.status).toBe('unavailable');
	});

	it('keeps the list of people by the keyboard alone', async () => {
		await open();
		await panel().getByRole('tab', { name: 'Lines' }).focus();
		await page.keyboard.press('ArrowRight');
		await panel().getByRole('tabpanel', { name: 'People' }).waitFor();
		await panel().getByRole('radio', { name: 'everyone' }).focus();
		await page.keyboard.press('ArrowDown');
		await expect(send()).rejects.toMatchObject({ details: 'Target not allowed for this project' });

		await panel().getByLabel('Number').fill('twelve');
		await page.keyboard.press('Enter');
		const form = panel().getByRole('form', { name: 'Register a person' });
		await form.getByText('twelve is not a number in international form, such as +15551230001').waitFor();
		await panel().getByLabel('Number').fill('+1 555 123 4567');
		await panel().getByLabel('First name').fill('<img src=x onerror=alert(1)>');
		await panel().getByLabel('has opted in').focus();
		await page.keyboard.press('Space');
		await page.keyboard.press('Enter');
		await says('<img src=x onerror=alert(1)>');
		await expect(send()).rejects.toMatchObject({ details: 'Target not allowed for this project' });

		await panel()
			.getByRole('button', { name: /^Opt in/ })
			.focus();
		await page.keyboard.press('Enter');
		await says('opted in');
		await send();
		await panel()
			.getByRole('button', { name: /^Remove/ })
			.focus();
		await page.keyboard.press('Enter');
		await says('Nobody is registered.');
	});

	it('delivers the last webhook again, tampered and stale', async () => {
		await open();
		const view = await tab('Webhooks');
		await says('Nothing has been delivered yet.');
		expect(await view.getByRole('button', { name: 'Deliver again' }).isDisabled()).toBe(true);
		spectrum.registerWebhook('https://n8n.example.com/webhook/a');
		await spectrum.receive({ from: ada, text: 'Hello' }).delivered;
		receiver.reactions = [200, 401, 401];
		await click('Deliver again');
		await says('Delivered once more: answered 200');
		await click('Tampered');
		await says('Delivered with a changed body: answered 401');
		await click('Stale');
		await says('Delivered with a signature of ten minutes ago: answered 401');
		const [first, again, tampered, stale] = receiver.posts;
		expect(again?.raw).toEqual(first?.raw);
		expect(tampered?.raw.toString()).toContain('Somebody changed this on its way.');
		expect(Number(stale?.headers['x-spectrum-timestamp'])).toBeLessThan(Date.now() / 1000 - 590);

		await view.getByRole('switch', { name: 'Enabled: https://n8n.example.com/webhook/a' }).click();
		await says('disabled by hand');
		await click('Deliver again');
		await says('The webhook of the last delivery is disabled. Enable it first');
	});

	it('makes faults that a client feels', async () => {
		await open({ plan: 'dedicated', lines });
		spectrum.receive({ from: ada, text: 'Hi' });
		await tab('Faults');
		await click('Refuse the token');
		await says('waits for any write');
		await expect(send()).rejects.toMatchObject({ code: 16 });
		await says('No faults are waiting.');

		await panel().getByLabel('Which call').selectOption('SendTextMessage');
		await click('Lose the answer');
		await says('waits for SendTextMessage');
		await expect(send()).rejects.toMatchObject({ code: 14 });
		expect(arrived()).toEqual(['Hello']);

		await panel().getByLabel('Error code').selectOption('dailyLimitExceeded');
		await click('Answer with it');
		await says('Answer dailyLimitExceeded');
		await expect(send()).rejects.toMatchObject({ code: 8, details: 'Asked for at the control panel' });

		await panel().getByLabel('Which call').selectOption('rpc');
		await click('Lose the answer');
		await says('A stream has no answer to lose. Choose reads, writes or a method');
		await click('Refuse the token');
		await panel().getByRole('button', { name: 'Remove: Refuse the token' }).click();
		await says('No faults are waiting.');
		await send();
		expect(arrived()).toEqual(['Hello']);
	});

	it('lets the proxy of a company answer a client that calls over HTTP', async () => {
		await open();
		await tab('Faults');
		await panel().getByLabel('A proxy’s answer').selectOption('504 Gateway Timeout');
		await panel().getByLabel('and carry out the call anyway').check();
		await click('Answer as a proxy');
		await panel().getByRole('list', { name: 'Waiting faults' }).getByText('waits for any write over HTTP').waitFor();
		await send('By gRPC');
		const body = { chatGuid: chat, text: 'By HTTP' };
		const answer = await post(spectrum, '/v1/messages:sendText', body);
		expect([answer.status, answer.headers.get('content-type')]).toEqual([504, 'text/html']);
		expect(await answer.text()).toMatch(/^<html>/);
		await says('No faults are waiting.');
		await says('a proxy answered 504');
		expect(arrived()).toEqual(['By gRPC', 'By HTTP']);
	});

	it('cuts streams, kills a line and starts it again', async () => {
		await open({ plan: 'dedicated', lines });
		const streams = rawStreams(spectrum, undefined, { 'grpc.use_local_subchannel_pool': 1 });
		const stream = streams.messages();
		await spectrum.nextStream();
		await panel().getByRole('region', { name: '+15550000001' }).getByText('1 stream').waitFor();
		await tab('Faults');
		await click('Cut the streams');
		await says('Cut: 1 stream');
		expect(await stream.ended).toMatchObject({ code: 14 });
		streams.close();

		await panel().getByLabel('On which line').selectOption('+15550000001');
		await panel().getByLabel('Seconds down').fill('600');
		await click('Kill and restart');
		await says('+15550000001 is down for 600 s');
		const refused = rawStreams(spectrum, undefined, { 'grpc.use_local_subchannel_pool': 1 });
		expect(await refused.messages().ended).toMatchObject({ code: 14 });
		refused.close();
		await click('Start +15550000001 now');
		await panel().getByText('is down for').waitFor({ state: 'detached' });
		const fresh = rawStreams(spectrum, undefined, { 'grpc.use_local_subchannel_pool': 1 });
		fresh.messages();
		expect((await spectrum.nextStream()).method).toBe('SubscribeMessageEvents');
		fresh.close();
	});

	it('plays a conversation, and says which line it cannot read', async () => {
		await open({ plan: 'dedicated', lines });
		await tab('Play');
		const box = panel().getByRole('textbox', { name: 'Lines to play' });
		await box.fill('Ada: Hello\nAda dances');
		await click('Play');
		await says(/^Line 2: “Ada dances” is not understood\./);
		expect(spectrum.store().messages.size).toBe(0);

		await panel().getByLabel('Pace').selectOption('atOnce');
		await panel().getByLabel('Choose an example').selectOption('A group');
		await box.press('Control+Enter');
		await says('Played: 6 of 6');
		const [poll] = [...spectrum.store().polls.values()];
		expect(poll).toMatchObject({ title: 'Where to?', votes: [expect.anything()] });

		await page.getByRole('main', { name: 'Phones' }).getByText('Where to?').first().waitFor();

		await box.fill('Ada: Hi\nAda waits\nAda ❤️ last');
		await click('Play');
		await says('Playing: 1 of 3, now line 2');
		spectrum.ownDevice().send(chat, 'Hello, Ada');
		await says('Played: 3 of 3');
		const answer = [...spectrum.store().messages.values()].find(({ isFromMe }) => isFromMe);
		expect(answer?.reactions.map(({ reaction }) => reaction.kind)).toEqual(['love']);

		await panel().getByText('What you can write on a line').click();
		await says('Typing dots for a moment. Lines do not see them: the service has no such event');
	});

	it('keeps a journal with outcomes, which can be narrowed', async () => {
		await open();
		await says('No calls or deliveries yet.');
		spectrum.registerWebhook('https://n8n.example.com/webhook/secret-path');
		receiver.reactions = [404];
		await spectrum.receive({ from: ada, text: '<b>Hi</b>' }).delivered;
		await send('Hello');
		const journal = panel().getByRole('region', { name: 'Journal' });
		await journal.getByText('“<b>Hi</b>” to n8n.example.com').waitFor();
		const entries = journal.getByRole('listitem');
		expect(await entries.first().innerText()).toMatch(/SendTextMessage[^]*answered/);
		await journal.getByLabel('Show').selectOption('What failed');
		expect(await entries.count()).toBe(1);
		expect(await entries.first().innerText()).toMatch(/Delivery[^]*404/);
		expect(await panel().innerText()).not.toContain('secret-path');
	});

	it.each([
		['light', 1280],
		['dark', 1280],
		['light', 390],
		['dark', 390],
	] as const)('is readable: %s, %i pixels wide', async (theme, width) => {
		await open({ plan: 'dedicated', lines }, { theme, size: { width, height: 844 } });
		spectrum.registerWebhook('https://n8n.example.com/webhook/a');
		receiver.reactions = [404];
		await spectrum.receive({ from: ada, text: 'Hello' }).delivered;
		spectrum.dashboard.addUser(ada, { firstName: 'Ada' });
		await click('+1 hour');
		for (const name of ['Lines', 'People', 'Webhooks', 'Faults', 'Play']) {
			await tab(name);
			if (name === 'Webhooks') await panel().getByLabel('URL').fill('https://hooks.example.com/a');
			if (name === 'Webhooks') await page.keyboard.press('Enter');
			if (name === 'Webhooks') await panel().getByLabel('Standard Webhooks secret').waitFor();
			if (name === 'Faults') await click('Refuse the token');
			if (name === 'Play') await panel().getByRole('textbox', { name: 'Lines to play' }).fill('Ada dances');
			if (name === 'Play') await click('Play');
			if (name === 'Play') await says(/is not understood/);
			expect([name, await panel().evaluate(nameless)]).toEqual([name, []]);
			const { ratio, text } = await panel().evaluate(leastContrast);
			expect([name, text, ratio >= 4.5]).toEqual([name, text, true]);
			const spill = await panel().evaluate((element) => element.scrollWidth - element.clientWidth);
			expect([name, spill]).toEqual([name, 0]);
		}
	});
});
