import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { sendType } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const space = `any;-;${person}`;
const jpeg = {
	data: Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from('picture')]).toString('base64'),
	mimeType: 'image/jpeg',
	fileName: 'p.jpg',
};
const png = { data: Buffer.from('89504e470d0a1a0a00', 'hex').toString('base64'), mimeType: 'image/jpeg', fileName: 'p.jpg' };
const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [sendType]: new Imessage() }));
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

const run = async (operation: string, parameters: object, item: object = inbound(space)) =>
	await host.execute(oneNode(sendType, { resource: 'card', operation, ...parameters }), { triggerItems: [item] as never });
const methods = () => spectrum.calls.map(({ method }) => method);
const arrived = () => spectrum.phone(person).messages.at(-1);

async function refused(operation: string, parameters: object, binary: object, message: RegExp) {
	await start();
	const execution = await run(operation, parameters, { ...inbound(space), binary });
	expect(execution.errorOf(underTest)).toMatchObject({ name: 'NodeApiError', message: expect.stringMatching(message) });
	expect(execution.errorOf(underTest)?.description).toMatch(/\S/);
	expect(spectrum.calls).toHaveLength(0);
	expect(spectrum.requests).toHaveLength(0);
}

describe('contact card', () => {
	const phone = (value: string, kind = 'mobile') => ({ phones: { phone: [{ kind, value }] } });

	test('invisible characters around a value stay out of it, and an address with one inside is refused', async () => {
		await start();
		const email = (value: string) => ({ emails: { email: [{ kind: 'work', value }] } });
		const names = { firstName: '\u200bAda \u2764\ufe0f\u200b', lastName: '\u202egpj.exe' };
		const parameters = { ...names, ...email('ada@example.com\u200b'), ...phone('\u202a+15551234567\u202c') };
		const execution = await run('sendContactCard', parameters, inbound(space));
		expect(execution.error).toBeUndefined();
		const [card] = arrived()?.attachments ?? [];
		expect(card?.name).toBe('Ada \u2764\ufe0f gpj.exe.vcf');
		const lines = card?.bytes.toString('utf8').split('\r\n');
		expect(lines).toEqual(
			expect.arrayContaining(['N:gpj.exe;Ada \u2764\ufe0f;;;', 'EMAIL;TYPE=INTERNET,WORK:ada@example.com', 'TEL;TYPE=CELL:+15551234567']),
		);
		const refused = await run('sendContactCard', { firstName: 'Ada', ...email('ada@exam\u200bple.com') }, inbound(space));
		expect(refused.errorOf(underTest)?.message).toMatch(/contains an invisible character, U\+200B/);
		const empty = await run('sendContactCard', { firstName: '\u200b' }, inbound(space));
		expect(empty.errorOf(underTest)?.message).toMatch(/"First Name" is empty/);
	});

	test.each([
		['a day of a database, which is midnight of the workflow', '={{ new Date("1990-04-30T22:00:00.000Z") }}', '1990-05-01'],
		['the same as text', '1990-04-30T22:00:00.000Z', '1990-05-01'],
		['midnight of UTC', '={{ new Date("1990-05-01T00:00:00.000Z") }}', '1990-05-01'],
		['another time', '1990-05-01T22:30:00.000Z', '1990-05-01'],
		['the time of a picker', '1990-05-01T00:00:00', '1990-05-01'],
	])('a birthday stays the day that it is: %s', async (_what, birthday, day) => {
		await start();
		const node = oneNode(sendType, { resource: 'card', operation: 'sendContactCard', firstName: 'Ada', details: { birthday } });
		await host.execute({ ...node, settings: { timezone: 'Europe/Berlin' } }, { triggerItems: [inbound(space)] });
		const [card] = arrived()?.attachments ?? [];
		expect(card?.bytes.toString('utf8')).toContain(`BDAY:${day}\r\n`);
	});

	test('the fields arrive as a vCard', async () => {
		await start();
		const { messageId } = spectrum.receive({ from: person, text: 'Whom do I call?' });
		const parameters = {
			firstName: 'Ada',
			lastName: 'Lovelace',
			phones: {
				phone: [
					{ kind: 'mobile', value: '+1 555 123-4567' },
					{ kind: 'work', value: '\u202a+15557654321\u202c' },
				],
			},
			emails: { email: [{ kind: 'work', value: '\u200bada@example.com\ufeff' }] },
			details: {
				organization: 'Engines; Ltd',
				jobTitle: 'Programmer',
				birthday: '1815-12-10T00:00:00.000Z',
				note: 'One\nEND:VCARD',
				url: 'https://example.com',
				addresses: { address: [{ kind: 'home', street: '12 St James Sq', city: 'London' }, { kind: 'work' }] },
				photoBinaryPropertyName: 'portrait',
			},
			options: { replyTo: messageId },
		};
		const execution = await run('sendContactCard', parameters, { ...inbound(space, messageId), binary: { portrait: jpeg } });
		expect(execution.error).toBeUndefined();
		expect(methods()).toEqual(['UploadAttachment', 'SendAttachmentMessage']);
		const [card] = arrived()?.attachments ?? [];
		expect(card).toMatchObject({ name: 'Ada Lovelace.vcf', mimeType: 'text/vcard' });
		expect(arrived()?.replyTo).toBe(messageId);
		expect(card?.bytes.toString('utf8').split('\r\n')).toEqual([
			'BEGIN:VCARD',
			'VERSION:3.0',
			'N:Lovelace;Ada;;;',
			'FN:Ada Lovelace',
			'ORG:Engines\\; Ltd',
			'TITLE:Programmer',
			'TEL;TYPE=CELL:+1 555 123-4567',
			'TEL;TYPE=WORK,VOICE:+15557654321',
			'EMAIL;TYPE=INTERNET,WORK:ada@example.com',
			'ADR;TYPE=HOME:;;12 St James Sq;London;;;',
			'URL:https://example.com',
			'BDAY:1815-12-10',
			'NOTE:One\\nEND:VCARD',
			`PHOTO;ENCODING=b;TYPE=JPEG:${jpeg.data}`,
			'END:VCARD',
			'',
		]);
		expect(execution.json(underTest)).toMatchObject([{ messageId: arrived()?.id, attachments: [{ name: 'Ada Lovelace.vcf' }] }]);
	});

	test.each(['1815-12-10', '1815-12-10 00:00:00', 'Sun, 10 Dec 1815 00:00:00 GMT', '={{ DateTime.fromISO("1815-12-10T23:30:00") }}'])(
		'the birthday %s is the day that it names',
		async (birthday) => {
			await start();
			const { messageId } = spectrum.receive({ from: person, text: 'When?' });
			await run('sendContactCard', { firstName: 'Ada', details: { birthday } }, { ...inbound(space, messageId) });
			expect(arrived()?.attachments[0]?.bytes.toString('utf8')).toContain('\r\nBDAY:1815-12-10\r\n');
		},
	);

	test.each<[string, object, RegExp]>([
		['no name', phone('+15551234567'), /"First Name" is empty, and so are the last name and the organization/],
		[
			'a phone number that is none',
			{ firstName: 'A', ...phone('call me') },
			/"Phone Numbers, row 1" is not a phone number; found "call me"/,
		],
		['an empty phone number', { firstName: 'A', ...phone(' ') }, /"Phone Numbers, row 1" is empty/],
		[
			'an email address that is none',
			{ firstName: 'A', emails: { email: [{ value: 'ada' }] } },
			/"Email Addresses, row 1" is not an email/,
		],
		[
			'an email address with a hidden character',
			{ firstName: 'A', emails: { email: [{ value: 'ada@exam\u00adple.com' }] } },
			/"Email Addresses, row 1" contains an invisible character, U\+00AD \(soft hyphen\); found "ada@exam\\u\{00AD\}ple.com"/,
		],
		[
			'a phone number with a hidden character',
			{ firstName: 'A', ...phone('+1555\u200b1234567') },
			/"Phone Numbers, row 1" contains an invisible character, U\+200B/,
		],
		['a birthday that is none', { firstName: 'A', details: { birthday: '31.02.2000' } }, /"Birthday" is not a date/],
		['a day that is none', { firstName: 'A', details: { birthday: '2000-02-31' } }, /"Birthday" is not a date; found "2000-02-31"/],
		[
			'a photo that is not there',
			{ firstName: 'A', details: { photoBinaryPropertyName: 'x' } },
			/"Photo Binary Field" names a file that is not there/,
		],
		[
			'a photo that is none',
			{ firstName: 'A', details: { photoBinaryPropertyName: 'text' } },
			/names a file that is of no known format, but a photo is JPEG or PNG/,
		],
	])('%s is refused before any call', async (_name, parameters, message) => {
		await refused('sendContactCard', parameters, { text: { data: 'aGVsbG8=', mimeType: 'image/png' } }, message);
	});

	test("the account's own card is offered", async () => {
		await start();
		spectrum.receive({ from: person, text: 'Who are you?' });
		const shared = await run('shareOwnCard', {});
		expect(shared.error).toBeUndefined();
		expect(spectrum.phone(person).eventsOf('contactCard')).toHaveLength(1);
		expect(shared.json(underTest)).toEqual([{ spaceId: space, spaceType: 'dm', line: 'shared', shared: true }]);
	});
});

describe('mini-app card', () => {
	const card = {
		appName: 'Orders',
		teamId: 'A1B2C3D4E5',
		extensionBundleId: 'com.example.orders.messages',
		url: 'https://example.com/17',
		caption: 'Order 17',
	};

	test('a card is sent, and updated behind the node that sent it', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
		spectrum.receive({ from: person, text: 'Hi', line: '+15550000002' });
		const full = {
			...card,
			appStoreId: '1234567890',
			layout: {
				subcaption: 'Today',
				trailingCaption: '12:30',
				trailingSubcaption: 'Track',
				summary: 'Order',
				imageBinaryPropertyName: 'data',
				imageTitle: 'Yours',
				imageSubtitle: 'Two',
			},
			options: { live: true },
		};
		const first = await run('sendMiniApp', full, { ...inbound(space, undefined, '+15550000002'), binary: { data: jpeg } });
		expect(first.error).toBeUndefined();
		expect(arrived()?.miniApp).toMatchObject({
			appName: 'Orders',
			teamId: 'A1B2C3D4E5',
			extensionBundleId: 'com.example.orders.messages',
			url: 'https://example.com/17',
			appStoreId: '1234567890',
			live: true,
			layout: {
				caption: 'Order 17',
				subcaption: 'Today',
				trailingCaption: '12:30',
				trailingSubcaption: 'Track',
				summary: 'Order',
				imageTitle: 'Yours',
				imageSubtitle: 'Two',
			},
			image: Buffer.from(jpeg.data, 'base64'),
		});
		const [sent] = first.json(underTest) as [{ messageId: string; miniAppSession: object }];
		expect(sent).toMatchObject({
			messageId: arrived()?.id,
			line: '+15550000002',
			miniAppSession: { messageId: sent.messageId, spaceId: space, sessionId: expect.any(String), targetMessageId: sent.messageId },
		});

		const second = await run('updateMiniApp', { ...card, caption: 'Delivered' }, { json: sent });
		expect(second.error).toBeUndefined();
		const [updated] = second.json(underTest) as [{ messageId: string; miniAppSession: { targetMessageId: string } }];
		expect(updated).toMatchObject({ spaceId: space, line: '+15550000002', miniAppSession: { targetMessageId: sent.messageId } });
		expect(arrived()?.miniApp).toMatchObject({ layout: { caption: 'Delivered' }, live: false });

		// The field may name the session as well, as an object or as JSON.
		const third = await run('updateMiniApp', { ...card, session: '={{ $json.kept }}' }, { json: { kept: updated.miniAppSession } });
		expect(third.error).toBeUndefined();
		const stale = await run('updateMiniApp', { ...card, session: JSON.stringify(updated.miniAppSession) });
		expect(JSON.stringify(stale.stored())).toContain('preconditionFailed');
	});

	test.each<[string, object, RegExp]>([
		['no app name', { appName: ' ' }, /"App Name" is empty/],
		['a team ID that is none', { teamId: 'abc' }, /"Team ID" is not ten capital letters and digits; found "abc"/],
		['a bundle ID with a colon', { extensionBundleId: 'a:b' }, /"Extension Bundle ID" is not a bundle ID/],
		['a link that is none', { url: 'orders/17' }, /"Link" is not a URL/],
		['an App Store ID that is none', { appStoreId: '0' }, /"App Store ID" is not a number above 0/],
		['an empty card', { caption: ' ' }, /"Caption" is empty, and the card has nothing else to show/],
		[
			'an image that is PNG',
			{ layout: { imageBinaryPropertyName: 'data', imageTitle: 'T' } },
			/"Image Binary Field" names a file that is PNG, but the image of a card is JPEG/,
		],
		['an image without title', { layout: { imageBinaryPropertyName: 'jpeg' } }, /"Image Title" is empty, but an image needs a title/],
		['a title without image', { layout: { imageTitle: 'T' } }, /"Image Title" needs an image, but there is none/],
		['a subtitle without image', { layout: { imageSubtitle: 'T' } }, /"Image Subtitle" needs an image, but there is none/],
	])('%s is refused before any call', async (_name, parameters, message) => {
		await refused('sendMiniApp', { ...card, ...parameters }, { data: png, jpeg }, message);
	});

	test.each<[string, string, RegExp]>([
		['no session', '', /"Card Session" is empty, and the item has no miniAppSession/],
		['a session that is none', 'abc', /"Card Session" is not the session of a card; found "abc"/],
		[
			'a session that lacks something',
			'{"messageId":"a","spaceId":"any;-;+15551234567"}',
			/"Card Session" has no sessionId, no targetMessageId/,
		],
		[
			'a session of nowhere',
			'{"messageId":"a","spaceId":"b","sessionId":"c","targetMessageId":"d"}',
			/"Card Session, spaceId" is not a space ID/,
		],
		[
			'a session with a hidden character',
			'{"messageId":"a\u200bb","spaceId":"any;+;chat1","sessionId":"c","targetMessageId":"d"}',
			/"Card Session, messageId" contains an invisible character, U\+200B \(zero width space\); found "a\\u\{200B\}b"/,
		],
		[
			'a session with words',
			'{"messageId":"a","spaceId":"any;+;chat1","sessionId":"ignore all rules","targetMessageId":"d"}',
			/"Card Session, sessionId" contains a space or a line break/,
		],
		[
			'a session without end',
			`{"messageId":"a","spaceId":"any;+;chat1","sessionId":"c","targetMessageId":"${'d'.repeat(1_001)}"}`,
			/"Card Session, targetMessageId" is longer than 1,000 characters/,
		],
	])('%s is refused before any call', async (_name, session, message) => {
		await refused('updateMiniApp', { ...card, session }, {}, message);
	});
});
