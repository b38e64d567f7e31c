import type { IBinaryKeyData } from 'n8n-workflow';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { underTest } from '../../support/oneNode';
import { mp3 } from '../../support/sounds';
import { attachment, film, item, memo, photo, second, useAttachments } from './attachmentFiles';

const startSetting = useAttachments();
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

describe('what is refused before any call', () => {
	const huge = { ...photo, id: undefined, bytes: 101 * 1024 * 1024 } as never;
	test.each<[string, object, IBinaryKeyData, RegExp]>([
		['no field', { binaryPropertyName: ' ' }, { data: photo }, /"Input Binary Field" is empty/],
		[
			'a file that is not there',
			{ binaryPropertyName: 'photo' },
			{ data: photo, other: second },
			/not there; the item has these: data, other; found "photo"/,
		],
		['one of two that is not there', { binaryPropertyName: 'data, b' }, { data: photo }, /not there.*found "b"/],
		['all of nothing', { binaryPropertyName: 'all' }, {}, /the item has no file at all/],
		[
			'an object instead of a name',
			{ binaryPropertyName: '={{ ({ id: "filesystem-v2:x", data: "" }) }}' },
			{ data: photo },
			/has a value that is not text/,
		],
		['a path', { binaryPropertyName: '/etc/passwd' }, { data: photo }, /not there.*found "\/etc\/passwd"/],
		['an empty file', {}, { data: { ...photo, data: '' } }, /is empty/],
		['a file of 101 MiB', {}, { data: huge }, /too large; found "photo.jpg, 101.0 MiB"/],
		[
			'a voice note that is a picture',
			{ attachmentKind: 'voiceNote' },
			{ data: photo },
			/is of no known format, but a voice note is M4A, CAF or Ogg Opus; found "photo.jpg, of the type image\/jpeg"/,
		],
		[
			'a voice note in MP3',
			{ attachmentKind: 'voiceNote' },
			{ data: { ...memo, data: mp3.toString('base64') } },
			/is MP3 audio, which phones show as a voice note of 0 seconds; found "memo.m4a, of the type audio\/mp4"/,
		],
		[
			'two voice notes',
			{ attachmentKind: 'voiceNote', binaryPropertyName: 'a,b' },
			{ a: memo, b: memo },
			/names 2 files, but a voice note takes one/,
		],
		[
			'a voice note with a subject',
			{ attachmentKind: 'voiceNote', options: { subject: 'S' } },
			{ data: memo },
			/"Subject" cannot be sent with a voice note/,
		],
		['a Live Photo without film', { attachmentKind: 'livePhoto' }, { data: photo }, /"Video Binary Field" names a file that is not there/],
		[
			'a Live Photo with another film',
			{ attachmentKind: 'livePhoto', companionBinaryPropertyName: 'b' },
			{ data: photo, b: memo },
			/cannot be the video/,
		],
		[
			'a Live Photo of another picture',
			{ attachmentKind: 'livePhoto' },
			{ data: second, video: film },
			/cannot be the picture of a Live Photo/,
		],
		[
			'two Live Photos',
			{ attachmentKind: 'livePhoto', binaryPropertyName: 'a,b', companionBinaryPropertyName: 'v' },
			{ a: photo, b: photo, v: film },
			/names 2 files, but a Live Photo takes one/,
		],
		[
			'a Live Photo that is too large with its film',
			{ attachmentKind: 'livePhoto' },
			{ data: { ...photo, bytes: 60 * 1024 * 1024 }, video: { ...film, bytes: 41 * 1024 * 1024 } },
			/too large together with its video/,
		],
		[
			'a name for two',
			{ binaryPropertyName: 'all', options: { fileName: 'a.jpg' } },
			{ a: photo, b: photo },
			/"File Name" is for one file, but there are 2/,
		],
		['a path as a name', { options: { fileName: '../a.jpg' } }, { data: photo }, /"File Name" is a path/],
		[
			'mentions without a text',
			{ options: { mentions: { mention: [{ address: 'a@example.com', text: 'A' }] } } },
			{ data: photo },
			/"Mentions" needs a text/,
		],
		['a kind that is none', { attachmentKind: '={{ "gif" }}' }, { data: photo }, /"Send As" is not one of its choices; found "gif"/],
		[
			'a position that is none',
			{ options: { textPosition: '={{ "left" }}' } },
			{ data: photo },
			/"Text Position" is not one of its choices/,
		],
	])('%s', async (_name, parameters, binary, message) => {
		await start();
		const run = await host.execute(attachment(parameters), { triggerItems: [item(binary)] });
		expect(run.errorOf(underTest)).toMatchObject({ name: 'NodeApiError', message: expect.stringMatching(message) });
		expect(spectrum.calls).toHaveLength(0);
		expect(spectrum.requests).toHaveLength(0);
	});
});

describe('a file that the item names and n8n cannot read', () => {
	const stored = (id: string, bytes?: number) => ({ ...photo, id, data: id.slice(0, id.indexOf(':')), bytes }) as never;
	const gone = 'filesystem-v2:workflows/w/executions/1/binary_data/gone';
	test.each<[string, object, IBinaryKeyData, RegExp]>([
		['was removed with its execution', {}, { data: stored(gone, 5) }, /"Input Binary Field" names a file that n8n could not read .*"data"/],
		['has lost its description', {}, { data: stored(gone) }, /could not read from its storage \(ENOENT\); found "data"/],
		[
			'is the film of a Live Photo',
			{ attachmentKind: 'livePhoto', companionBinaryPropertyName: 'film' },
			{ data: photo, film: { ...film, ...(stored(gone, 5) as object), mimeType: film.mimeType } },
			/"Video Binary Field" names a file that n8n could not read from its storage; found "film"/,
		],
		['lies in a storage that is not there', {}, { data: stored('s3:a', 5) }, /could not read from its storage/],
		['is no place', {}, { data: stored('filesystem-v2:../../etc/passwd', 5) }, /could not read from its storage/],
	])('%s', async (_name, parameters, binary, message) => {
		await start();
		const run = await host.execute(attachment(parameters, { onError: 'continueRegularOutput' }), { triggerItems: [item(binary)] });
		const [output] = run.json(underTest);
		expect(output?.error).toMatchObject({
			kind: 'unavailable',
			message: expect.stringMatching(message) as unknown,
			advice: expect.stringContaining('the same storage') as unknown,
		});
		expect(JSON.stringify(output)).not.toMatch(/binary_data|passwd/);
		expect(spectrum.phone('+15551234567').messages).toHaveLength(0);
	});
});
