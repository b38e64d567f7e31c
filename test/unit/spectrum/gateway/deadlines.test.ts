import type { AuthContext } from '../../../../nodes/shared/spectrum/auth/TokenSource';
import { Attachments } from '../../../../nodes/shared/spectrum/gateway/attachments';
import { Backgrounds } from '../../../../nodes/shared/spectrum/gateway/backgrounds';
import { Calls } from '../../../../nodes/shared/spectrum/gateway/calls';
import { deadlineFor } from '../../../../nodes/shared/spectrum/gateway/deadlines';
import { Groups } from '../../../../nodes/shared/spectrum/gateway/groups';
import type { OpenSpace } from '../../../../nodes/shared/spectrum/gateway/openSpace';
import { Spaces } from '../../../../nodes/shared/spectrum/gateway/spaces';
import { lengthField, wire } from '../../../contract/wireFormat';
import { alice, freshKey, group, to } from './gatewaySupport';
import { noHttp } from './poolSupport';
import { RecordingLink } from './recordingLink';

const mebibyte = 1024 * 1024;
const space: OpenSpace = { id: 'any;+;group', type: 'group', line: { id: 'line', phone: '+15550000001' } };

function link(context: AuthContext = noHttp, answer?: () => Uint8Array) {
	const recording = new RecordingLink(answer);
	return { recording, calls: new Calls(recording, context) };
}

test.each([
	[0, 30_000],
	[1, 30_001],
	[256 * 1024, 31_000],
	[mebibyte, 34_000],
	[99 * mebibyte, 426_000],
	[1024 * mebibyte, 600_000],
])('%i bytes may take %i ms', (bytes, milliseconds) => {
	expect(deadlineFor(bytes)).toBe(milliseconds);
});

test('a background may take five minutes, repeats included', async () => {
	const { recording, calls } = link();
	await new Backgrounds(calls).set(space, new Uint8Array(10), freshKey());
	expect(recording.calls[0]?.options).toMatchObject({ deadlineMilliseconds: 300_000, totalMilliseconds: 300_000 });
});

test('uploads and pictures get time for their size', async () => {
	const answer = () => wire(lengthField(1, lengthField(1, 'id')));
	const { recording, calls } = link(noHttp, answer);
	const file = { fileName: 'film.mov', data: new Uint8Array(mebibyte), companion: { data: new Uint8Array(mebibyte) } };
	await new Attachments(calls).upload('line', file, freshKey());
	await new Groups(calls).setIcon(space, new Uint8Array(mebibyte), freshKey());
	expect(recording.calls.map(({ options }) => options.deadlineMilliseconds)).toEqual([38_000, 34_000]);
});

test("the last stop of the typing indicator waits five seconds at most, for nobody's signal", async () => {
	const execution = AbortSignal.abort();
	const { recording, calls } = link({ ...noHttp, signal: execution });
	const spaces = new Spaces(calls);
	await spaces.setTyping(space, false, { signal: null });
	await spaces.setTyping(space, true);
	const other = new AbortController().signal;
	await spaces.setTyping(space, true, { signal: other });
	const [last, usual, own] = recording.calls.map(({ options }) => options);
	expect(last).toMatchObject({ deadlineMilliseconds: 5_000, totalMilliseconds: 5_000 });
	expect(last?.context.signal?.aborted).toBe(false);
	expect(usual?.deadlineMilliseconds).toBeUndefined();
	expect(usual?.context.signal).toBe(execution);
	expect(own?.context.signal).toBe(other);
});

test('a space is looked up anew once its line has left the project', async () => {
	const { recording, calls } = link(noHttp, () => wire(lengthField(1, lengthField(1, space.id))));
	const line = (id: string) => ({ id, phone: `phone of ${id}`, address: 'localhost:1', token: 'token' });
	recording.lines = [line('first'), line('second')];
	const spaces = new Spaces(calls);
	expect((await spaces.locate(group(space.id), {})).line.id).toBe('first');
	expect((await spaces.locate(group(space.id), {})).line.id).toBe('first');
	expect(recording.calls).toHaveLength(1);
	recording.lines = [line('third'), line('second')];
	expect((await spaces.locate(group(space.id), {})).line.id).toBe('third');
	expect(recording.calls).toHaveLength(2);
	expect((await spaces.locate(to(alice), { incoming: 'second' })).line.id).toBe('second');
});
