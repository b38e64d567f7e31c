import { attachmentOptions, readAttachmentSettings, readDownloadSettings } from '../../../nodes/ImessageTrigger/downloads/downloadSettings';

const read = (options: unknown) => readAttachmentSettings({ getNodeParameter: () => options });
const on = { downloadAttachments: true };

test.each([
	[{}],
	[null],
	[{ downloadAttachments: false, maxAttachments: -1 }],
	[{ downloadAttachments: 'false' }],
	[{ downloadAttachments: '' }],
])('off, and nothing else is looked at: %j', (options) => {
	expect(read(options)).toBeUndefined();
});

test('the defaults are those of the fields', () => {
	expect(read(on)).toEqual({ maxCount: 10, maxBytes: 20 * 1024 * 1024, prefix: 'attachment_' });
	expect(Object.fromEntries(attachmentOptions.map((option) => [option.name, option.default]))).toEqual({
		downloadAttachments: false,
		downloadGroupIcon: false,
		attachmentPrefix: 'attachment_',
		maxAttachmentMebibytes: 20,
		maxAttachments: 10,
	});
});

test('values, also as an expression gives them', () => {
	const options = { downloadAttachments: 'true', attachmentPrefix: 'file-', maxAttachments: '3', maxAttachmentMebibytes: 0.5 };
	expect(read(options)).toEqual({ maxCount: 3, maxBytes: 512 * 1024, prefix: 'file-' });
});

test.each([
	[{ downloadAttachments: 'yes' }, 'The option "Download Attachments" is neither true nor false; found "yes"'],
	[{ ...on, maxAttachments: 0 }, 'The option "Max Attachments" is not a whole number from 1 to 100; found "0"'],
	[{ ...on, maxAttachments: 1.5 }, 'The option "Max Attachments" is not a whole number from 1 to 100; found "1.5"'],
	[{ ...on, maxAttachments: 101 }, 'The option "Max Attachments" is not a whole number from 1 to 100; found "101"'],
	[{ ...on, maxAttachments: '' }, 'The option "Max Attachments" is not a whole number from 1 to 100'],
	[{ ...on, maxAttachments: undefined }, 'The option "Max Attachments" is not a whole number from 1 to 100'],
	[{ ...on, maxAttachmentMebibytes: 0 }, 'The option "Max Attachment Size (MiB)" is not above 0 and up to 2048 MiB; found "0"'],
	[{ ...on, maxAttachmentMebibytes: -1 }, 'The option "Max Attachment Size (MiB)" is not above 0 and up to 2048 MiB; found "-1"'],
	[{ ...on, maxAttachmentMebibytes: 4_000 }, 'The option "Max Attachment Size (MiB)" is not above 0 and up to 2048 MiB; found "4000"'],
	[{ ...on, maxAttachmentMebibytes: 'big' }, 'The option "Max Attachment Size (MiB)" is not above 0 and up to 2048 MiB; found "big"'],
	[{ ...on, attachmentPrefix: '' }, 'The option "Attachment Prefix" is not a name of letters, digits, _ and -, up to 50'],
	[{ ...on, attachmentPrefix: 'a.b' }, 'The option "Attachment Prefix" is not a name of letters, digits, _ and -, up to 50; found "a.b"'],
	[{ ...on, attachmentPrefix: 5 }, 'The option "Attachment Prefix" is not a name of letters, digits, _ and -, up to 50; found "5"'],
])('nonsense is refused with the option named: %j', (options, message) => {
	let thrown: unknown;
	try {
		read(options);
	} catch (error) {
		thrown = error;
	}
	expect(thrown).toMatchObject({ kind: 'invalid', message, advice: expect.stringContaining('like this') });
});

test.each([
	[{}, undefined],
	[{ downloadGroupIcon: false }, undefined],
	[{ downloadGroupIcon: true }, { icons: true }],
	[
		{ downloadGroupIcon: 'true', ...on },
		{ icons: true, attachments: { prefix: 'attachment_' } },
	],
	[on, { icons: false, attachments: { prefix: 'attachment_' } }],
])('what to fetch: %j', (options, expected) => {
	const settings = readDownloadSettings({ getNodeParameter: () => options });
	if (expected === undefined) expect(settings).toBeUndefined();
	else expect(settings).toMatchObject(expected);
});
