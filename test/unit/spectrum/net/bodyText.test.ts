import { Readable } from 'node:stream';
import { readableText, textOf } from '../../../../nodes/shared/spectrum/net/bodyText';
import { jsonIn } from '../../../../nodes/shared/spectrum/transport/http/calls';

const marked = Buffer.from('\ufeff{"a":"\ufeffb"}');

test('a byte order mark before JSON is no part of it', async () => {
	expect(await textOf(Readable.from([marked.subarray(0, 2), marked.subarray(2)]))).toBe('{"a":"\ufeffb"}');
	expect(jsonIn({ headers: {}, body: marked })).toEqual({ a: '\ufeffb' });
	expect(readableText(Buffer.from('a\ufeff'))).toBe('a\ufeff');
});
