import { storeFile } from '../../../nodes/shared/n8n/files/binaryOutput';

test.each([
	['../../etc/passwd', 'passwd'],
	['C:\\photos\\a.png', 'a.png'],
	['..', undefined],
	['a/..', undefined],
	['.', undefined],
	['', undefined],
])('a server that calls a file %j chooses no folder', async (fileName, expected) => {
	const names: Array<string | undefined> = [];
	const helpers = {
		prepareBinaryData: async (_data: unknown, name?: string) => {
			names.push(name);
			return { data: '', mimeType: 'image/png' };
		},
	};
	await storeFile({ helpers }, { data: new Uint8Array([1]), fileName, mimeType: 'image/png' });
	expect(names).toEqual([expected]);
});
