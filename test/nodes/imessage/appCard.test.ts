import type { IncomingMessage, ServerResponse } from 'node:http';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import { picture } from '../../contract/pictures';
import type { TestHost } from '../../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { sampleCard, samplePage, startWeb, type Web } from '../../support/samplePage';
import { sendType } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const space = `any;-;${person}`;
const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [sendType]: new Imessage() }));
let spectrum: Simulator;
let host: TestHost;
let web: Web;
let answer: (request: IncomingMessage, response: ServerResponse) => unknown;

beforeEach(async () => {
	answer = (_request, response) => page(response, samplePage);
	web = await startWeb((request, response) => answer(request, response));
});
afterEach(async () => await web.close());

async function start(options?: SimulatorOptions): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

const page = (response: ServerResponse, html: string | Buffer, type = 'text/html') =>
	response.writeHead(200, { 'content-type': type }).end(html);

interface Parameters {
	readonly options?: object;
	readonly [name: string]: unknown;
}

const run = async (operation: string, { options = {}, ...parameters }: Parameters, item: object = inbound(space)) =>
	await host.execute(
		oneNode(sendType, { resource: 'card', operation, ...parameters, options: { allowPrivateAddresses: true, ...options } }),
		{ triggerItems: [item] as never },
	);
const sent = async (parameters: Parameters = {}, item?: object) => {
	const execution = await run('sendAppCard', { url: `${web.base}/orders/17`, ...parameters }, item);
	expect(execution.error).toBeUndefined();
	return execution.json(underTest)[0] as { card: Record<string, unknown>; miniAppSession: object; messageId: string };
};
const arrived = () => spectrum.phone(person).messages.at(-1)?.miniApp;

describe('what the page says', () => {
	test('becomes the card, as Spectrum’s own SDK makes it', async () => {
		await start();
		const output = await sent();
		expect(arrived()).toMatchObject({ ...sampleCard, url: `${web.base}/orders/17`, live: false });
		expect(output).toMatchObject({
			spaceId: space,
			card: { ...sampleCard.layout, hasImage: false },
			miniAppSession: { messageId: output.messageId, spaceId: space },
		});
		expect(output.card).not.toHaveProperty('problem');
	});

	test('its picture comes along, with the name of the site, from where the page was in the end', async () => {
		await start();
		answer = (request, response) => {
			if (request.url === '/short') return response.writeHead(302, { location: '/long/page' }).end();
			if (request.url === '/long/photo.jpg?a=1&b=2') return page(response, picture('jpeg'), 'application/octet-stream');
			return page(response, `${samplePage.replace('</head>', '<meta content="photo.jpg?a=1&amp;b=2" property="og:image"></head>')}`);
		};
		const { card } = await sent({ url: `${web.base}/short` });
		expect(web.asked).toEqual(['/short', '/long/page', '/long/photo.jpg?a=1&b=2']);
		expect(arrived()).toMatchObject({ url: `${web.base}/short`, image: picture('jpeg'), layout: { imageTitle: 'Example Shop' } });
		expect(card).toMatchObject({ hasImage: true, imageTitle: 'Example Shop' });
	});

	test('a picture that is no JPEG is left out, and the next one is tried', async () => {
		await start();
		const pictures = '<meta property="og:image" content="/a.png"><meta name="twitter:image" content="/b.jpg">';
		answer = (request, response) => {
			if (request.url === '/a.png') return page(response, picture('png'), 'image/jpeg');
			if (request.url === '/b.jpg') return page(response, picture('jpeg'), 'image/jpeg');
			return page(response, samplePage.replace('</head>', `${pictures}</head>`));
		};
		expect((await sent()).card).toMatchObject({ hasImage: true });
		const plain = answer;
		answer = (request, response) => (request.url === '/b.jpg' ? response.writeHead(404).end() : plain(request, response));
		const { card } = await sent({ options: { idempotencyKey: 'second' } });
		expect(card).toMatchObject({ hasImage: false, problem: expect.stringMatching(/^The picture of the page was left out\. .*HTTP 404$/) });
		answer = (request, response) => (request.url === '/b.jpg' ? page(response, picture('png')) : plain(request, response));
		expect((await sent({ options: { idempotencyKey: 'third' } })).card).toMatchObject({
			problem: 'The picture of the page was left out: it is PNG, and a card takes JPEG',
		});
	});

	test('a stranger’s text is one line of limited length, without direction marks', async () => {
		await start();
		const html = `<title>${'long '.repeat(100)}</title><meta name="description" content="pay\u202egnp.exe&#10;now&#8238;&#0;">`;
		answer = (_request, response) => page(response, html, 'text/html; charset=utf-8');
		await sent();
		const { caption = '', subcaption } = arrived()?.layout ?? {};
		expect(caption).toMatch(/^long long .*…$/);
		expect(caption).toHaveLength(255);
		expect(subcaption).toBe('paygnp.exe now\ufffd');
	});

	test('only the beginning of a large page is read', async () => {
		await start();
		answer = (_request, response) => {
			response.writeHead(200, { 'content-type': 'text/html' });
			response.write(samplePage);
			const more = (): void => {
				if (!response.destroyed && response.write(Buffer.alloc(64 * 1024, ' '))) setImmediate(more);
				else response.once('drain', more);
			};
			more();
		};
		expect((await sent()).card).toMatchObject(sampleCard.layout);
	});
});

describe('a page that cannot be read', () => {
	test.each<[string, (response: ServerResponse) => unknown, RegExp]>([
		['is not there', (response) => response.writeHead(404).end('gone'), /HTTP 404$/],
		['is a picture', (response) => page(response, picture('jpeg'), 'image/jpeg'), /^The link leads to a file of the type image\/jpeg, not/],
		['redirects without an end', (response) => response.writeHead(302, { location: '/again' }).end(), /redirects more than 5 times$/],
		['breaks off', (response) => response.destroy(), /no connection/],
	])('%s: the card shows the host, and says why', async (_name, give, problem) => {
		await start();
		answer = (_request, response) => give(response);
		const { card } = await sent();
		const host = new URL(web.base).host;
		expect(card).toEqual({ caption: host, summary: host, hasImage: false, problem: expect.stringMatching(problem) });
		expect(arrived()?.layout).toMatchObject({ caption: host });
	});

	test('in a private network is refused before any call, in a redirect too', async () => {
		await start();
		const execution = await run('sendAppCard', { url: `${web.base}/x`, options: { allowPrivateAddresses: false } });
		expect(execution.errorOf(underTest)).toMatchObject({
			message: 'The field "Link" names the host 127.0.0.1, which is in a private network',
			description: expect.stringContaining('"Read Page"'),
		});
		expect([web.asked, spectrum.calls]).toEqual([[], []]);
	});

	test('is not asked for when Read Page is off', async () => {
		await start();
		const { card } = await sent({ url: 'https://www.example.com/17', options: { readPage: false, allowPrivateAddresses: false } });
		expect(web.asked).toEqual([]);
		expect(card).toEqual({ caption: 'example.com', summary: 'example.com', hasImage: false });
	});
});

describe('what the user enters', () => {
	test('replaces what the page says', async () => {
		await start();
		const binary = { own: { data: picture('jpeg').toString('base64'), mimeType: 'image/jpeg', fileName: 'p.jpg' } };
		answer = (_request, response) => page(response, samplePage.replace('</head>', '<meta property="og:image" content="/a.jpg"></head>'));
		const layout = { caption: 'Mine', trailingCaption: '12:30', imageBinaryPropertyName: 'own', imageSubtitle: 'Two' };
		await sent({ layout, options: { live: true } }, { ...inbound(space), binary });
		expect(web.asked).toEqual(['/orders/17']);
		expect(arrived()).toMatchObject({
			live: true,
			image: picture('jpeg'),
			layout: {
				caption: 'Mine',
				subcaption: sampleCard.layout.subcaption,
				trailingCaption: '12:30',
				imageTitle: 'Mine',
				imageSubtitle: 'Two',
			},
		});
	});

	test('a title of a picture that the page does not have is not sent', async () => {
		await start();
		await sent({ layout: { imageTitle: 'Yours', imageSubtitle: 'Two' } });
		expect(arrived()?.layout).not.toMatchObject({ imageTitle: expect.any(String) });
	});

	test.each([
		['no URL', 'orders/17', /"Link" is not a URL/],
		['a password', 'https://ada:secret@example.com/', /"Link" carries a user name or password/],
	])('%s is refused before any call', async (_name, url, message) => {
		await start();
		const execution = await run('sendAppCard', { url });
		const error = execution.errorOf(underTest);
		expect(error?.message).toMatch(message);
		expect(`${error?.message} ${error?.description}`).not.toContain('secret');
		expect(spectrum.calls).toHaveLength(0);
	});
});

test('an update reads the page again and draws the same card', async () => {
	await start();
	const first = await sent();
	answer = (_request, response) => page(response, samplePage.replace('is on its way', 'was delivered'));
	const update = await run('updateAppCard', { url: `${web.base}/orders/17` }, { json: first });
	expect(update.error).toBeUndefined();
	expect(arrived()).toMatchObject({ ...sampleCard, layout: { caption: 'Order 17 was delivered', summary: 'Order 17 was delivered' } });
	expect(update.json(underTest)).toMatchObject([
		{ spaceId: space, card: { caption: 'Order 17 was delivered' }, miniAppSession: { targetMessageId: first.messageId } },
	]);
});
