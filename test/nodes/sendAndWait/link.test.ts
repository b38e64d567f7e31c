import { alice, AskingStage, dataOf, type AskedQuestion } from '../../support/asking';

let stage: AskingStage;
beforeEach(async () => {
	stage = await AskingStage.start({ webhookUrl: 'https://n8n.example.test/' });
});
afterEach(async () => await stage.stop());

const minute = 60_000;
const withLink = (more: object = {}, options: object = {}) => ({ answeredBy: 'words', ...more, options: { addLink: true, ...options } });

/** A question and the address of its page, as this machine reaches it. */
async function askWithLink(
	more: object = {},
	options: object = {},
): Promise<AskedQuestion & { readonly page: string; readonly link: string }> {
	const asked = await stage.ask(withLink(more, options));
	const { text = '' } = await stage.spectrum.phone(alice).next();
	return { ...asked, link: text, page: text.replace('https://n8n.example.test/', stage.host.url) };
}

async function get(url: string) {
	const response = await fetch(url);
	return { status: response.status, headers: response.headers, html: await response.text() };
}

async function post(url: string, fields: Record<string, string>) {
	const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
	return { status: response.status, html: await response.text() };
}

test('the page shows the question, and only its POST answers', async () => {
	const { handle, page, message } = await askWithLink({ message: 'Is 1 < 2 & "x"?' });
	expect(message.text).not.toContain('http');
	for (let times = 0; times < 3; times++) {
		const { status, html, headers } = await get(page);
		expect([status, headers.get('referrer-policy'), headers.get('cache-control')]).toEqual([200, 'no-referrer', 'no-store']);
		expect(headers.get('content-security-policy')).toContain("default-src 'none'");
		expect(html).toContain('Is 1 &lt; 2 &amp; &quot;x&quot;?');
		expect(html).toContain('<button name="choice" value="1">Decline</button>');
		expect(html).not.toMatch(/<script|1 < 2/);
	}
	expect(stage.host.waiting.map(({ id }) => id)).toContain(handle.id);
	const answered = await post(page, { choice: '0' });
	expect([answered.status, answered.html]).toEqual([200, expect.stringContaining('✅ Approved')]);
	expect(dataOf(await handle)).toEqual({
		approved: true,
		choice: 'Approve',
		byLink: true,
		timedOut: false,
		respondedAt: new Date(stage.clock.now()).toISOString(),
	});
	expect(stage.hub.size).toBe(0);
});

test('a choice and a free text have a page, too, and what is no answer is asked again', async () => {
	const answerChoices = {
		choice: [
			{ text: 'Monday', value: 'mon' },
			{ text: 'Tuesday', value: 'tue' },
		],
	};
	const choice = await askWithLink({ responseType: 'choice', message: 'When?', answerChoices });
	for (const wrong of ['2', '-1', '1.5', '', 'constructor']) {
		expect(await post(choice.page, { choice: wrong })).toMatchObject({ status: 400, html: expect.stringContaining('Please choose') });
	}
	await post(choice.page, { choice: '1' });
	expect(dataOf(await choice.handle)).toMatchObject({ choice: 'Tuesday', value: 'tue', byLink: true });
	const free = await askWithLink({ responseType: 'freeText', message: 'Where to?' });
	expect((await get(free.page)).html).toContain('<textarea name="text"');
	expect(await post(free.page, { text: '   ' })).toMatchObject({ status: 400 });
	expect(await post(free.page, { text: 'a'.repeat(5_001) })).toMatchObject({ status: 400 });
	expect(await post(free.page, { text: '\u200b' })).toMatchObject({ status: 400 });
	await post(free.page, { text: ' To the <station> ' });
	expect(dataOf(await free.handle)).toMatchObject({ text: 'To the <station>', byLink: true });
});

test('a text of many lines may have as many characters as the page says, and one that is too long is not lost', async () => {
	const { handle, page } = await askWithLink({ responseType: 'freeText', message: 'What happened?' });
	const lines = Array.from({ length: 1_250 }, () => 'abc').join('\n');
	const tooLong = await post(page, { text: `<b>${lines}\r\nmore` });
	expect([tooLong.status, tooLong.html]).toEqual([400, expect.stringContaining(`>&lt;b&gt;${lines}\nmore</textarea>`)]);
	// Browsers send two characters for each new line, and count one.
	expect(await post(page, { text: lines.replaceAll('\n', '\r\n') })).toMatchObject({ status: 200 });
	expect(dataOf(await handle)).toMatchObject({ text: lines });
});

test('a STOP on the page is an opt-out, too', async () => {
	const { handle, page } = await askWithLink({ responseType: 'freeText', message: 'Where to?' }, { showDecision: true });
	expect((await post(page, { text: 'Stop!' })).html).not.toContain('✅');
	expect(dataOf(await handle)).toEqual({ optedOut: true, byLink: true, timedOut: false, respondedAt: expect.any(String) });
});

test('the link opens its page and nothing else', async () => {
	const { handle, page, link } = await askWithLink();
	const { json = '' } = stage.host.waiting.find(({ id }) => id === handle.id) ?? {};
	const key = new URL(link).searchParams.get('key') ?? '';
	expect(key).toHaveLength(43);
	// What is stored is its hash only.
	for (const row of stage.host.waiting) expect(row.json).not.toContain(key);
	expect(json).toContain('"secretHash"');
	const other = new URL(page);
	other.searchParams.set('key', 'a'.repeat(43));
	expect((await post(other.href, { choice: '0' })).status).toBe(401);
	// The address of the clock takes neither the key nor the form.
	const way = page.replace(/\/send\?/, '/reply-send?');
	expect(way).not.toBe(page);
	const said = await post(way, { choice: '0', secret: key, question: /"question":"([0-9a-f]+)"/.exec(json)?.[1] ?? '' });
	expect(JSON.parse(said.html)).toMatchObject({ reply: 'stale' });
	expect(stage.host.waiting.map(({ id }) => id)).toContain(handle.id);
});

test('what was said in the conversation before wins, and an opt-out ends the question', async () => {
	const first = await askWithLink();
	stage.hub.close();
	stage.spectrum.receive({ from: alice, text: 'no' });
	expect((await post(first.page, { choice: '0' })).html).toContain('has been answered');
	expect(dataOf(await first.handle)).toMatchObject({ approved: false, responder: { address: alice } });
	const second = await askWithLink();
	stage.hub.close();
	stage.spectrum.receive({ from: alice, text: 'STOP' });
	await post(second.page, { choice: '0' });
	const data = dataOf(await second.handle);
	expect(data).toMatchObject({ optedOut: true });
	expect(data).not.toHaveProperty('approved');
});

test('after the limit the page decides nothing', async () => {
	const { handle, page } = await askWithLink({ limitAmount: 10, limitUnit: 'minutes' });
	await stage.restart();
	stage.pass(11);
	expect((await post(page, { choice: '0' })).status).toBe(410);
	await stage.beat();
	expect(dataOf(await stage.ended(handle))).toEqual({ timedOut: true });
});

test('while the conversation cannot be read, nothing is decided', async () => {
	const { handle, page } = await askWithLink();
	const reading = stage.spectrum.faults.add(
		'ListChatMessages',
		{ type: 'error', code: 'internalError' },
		{ times: Number.POSITIVE_INFINITY },
	);
	expect((await post(page, { choice: '0' })).status).toBe(503);
	reading.remove();
	expect(stage.host.waiting.map(({ id }) => id)).toContain(handle.id);
	expect((await post(page, { choice: '1' })).status).toBe(200);
	expect(dataOf(await handle)).toMatchObject({ approved: false, byLink: true });
});

test('of several answers at the same moment one counts', async () => {
	const { handle, page } = await askWithLink();
	const answers = await Promise.all(['0', '1', '1', '1'].map(async (choice) => await post(page, { choice })));
	expect(answers.filter(({ html }) => html.includes('Thank you'))).toHaveLength(1);
	expect(dataOf(await handle)).toHaveProperty('approved');
});

test('the link of an earlier question decides no later one', async () => {
	const asks = {
		id: 'send',
		name: 'Send',
		type: 'n8n-nodes-spectrum-imessage.imessage',
		typeVersion: 1,
		position: [200, 0] as [number, number],
		parameters: { operation: 'sendAndWait', to: { __rl: true, mode: 'address', value: alice }, message: 'May I?', ...withLink() },
		credentials: { spectrumCloudApi: { id: 'cloud', name: 'Cloud' } },
	};
	const handle = stage.host.execute(
		{
			id: 'loop',
			nodes: [{ id: 'start', name: 'Start', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [0, 0], parameters: {} }, asks],
			connections: {
				Start: { main: [[{ node: 'Send', type: 'main', index: 0 }]] },
				Send: { main: [[{ node: 'Send', type: 'main', index: 0 }]] },
			},
		},
		{ triggerItems: [{ json: {} }] },
	);
	const phone = stage.spectrum.phone(alice);
	const pageOf = async () => {
		await phone.next();
		return ((await phone.next()).text ?? '').replace('https://n8n.example.test/', stage.host.url);
	};
	const first = await pageOf();
	await stage.host.hasWaited(handle.id);
	await post(first, { choice: '0' });
	const second = await pageOf();
	expect(second).not.toBe(first);
	while (!stage.host.waiting.some(({ id }) => id === handle.id)) await stage.clock.settle();
	expect((await get(first)).status).toBe(410);
	expect((await post(first, { choice: '0' })).status).toBe(410);
	expect((await get(second)).status).toBe(200);
});

test('a node that n8n repeats sends its link once', async () => {
	stage.spectrum.faults.add('SendTextMessage', { type: 'answerLost' }, { after: 1 });
	const { page } = await askWithLink();
	expect((await get(page)).status).toBe(200);
	expect(stage.spectrum.phone(alice).messages).toHaveLength(2);
});

test('no reminder follows an answer of the page', async () => {
	const { handle, page } = await askWithLink({}, { reminderHours: 1, reminderText: 'Any news?' });
	// The page is answered in another process than the one that watches the question.
	jest.spyOn(stage.hub, 'forget').mockImplementation(() => {});
	await post(page, { choice: '0' });
	await handle;
	expect(stage.hub.size).toBe(1);
	await stage.clock.advance(61 * minute);
	expect(stage.spectrum.phone(alice).messages.map(({ text }) => text)).not.toContain('Any news?');
});

describe('is refused', () => {
	test.each<[string, string, RegExp]>([
		['where n8n has no public address', 'http://localhost:5678/', /"Add a Link" needs a public address.*does not start with https/],
		['where n8n has a private address', 'https://192.168.1.7/', /"Add a Link" needs a public address.*192\.168\.1\.7/],
		['behind a path, where n8n does not accept its own links', 'https://example.test/n8n/', /"Add a Link" does not work.*has a path/],
	])('%s', async (_case, webhookUrl, problem) => {
		await stage.stop();
		stage = await AskingStage.start({ webhookUrl });
		const execution = await stage.begin(withLink());
		expect(execution.errorOf('Send')?.message).toMatch(problem);
		expect(stage.spectrum.phone(alice).messages).toEqual([]);
	});
});

test('where only listed people may answer, there is no link', async () => {
	const listed = { mayAnswer: 'listed', approvers: { person: [{ address: alice, allowSms: false }] } };
	const { handle } = await stage.ask(withLink(listed));
	stage.spectrum.receive({ from: alice, text: 'yes' });
	await handle;
	expect(stage.spectrum.phone(alice).messages.filter(({ text = '' }) => text.includes('http'))).toEqual([]);
	// An expression is shown whatever it gives, so the node refuses it.
	const execution = await stage.begin(withLink({ ...listed, mayAnswer: '={{ "listed" }}' }));
	expect(execution.errorOf('Send')?.message).toMatch(/"Add a Link" is on, but only listed people may answer/);
});
