import type { IDataObject } from 'n8n-workflow';
import type { Simulator } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { sendWorkflow, startSendHost } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

const startSetting = useSpectrum(startSendHost);
let spectrum: Simulator;
let host: TestHost;

beforeEach(async () => {
	({ spectrum, host } = await startSetting());
});

const alice = '+15551234567';
const to = { __rl: true, mode: 'address', value: alice };

/** JSON of a stranger that no function that calls itself can go through. */
function nested(levels: number): IDataObject {
	let value: IDataObject = {};
	for (let level = 0; level < levels; level++) value = { a: value };
	return value;
}

test('a list with items that are nested more deeply than the stack is sent, each item once', async () => {
	const triggerItems = [1, 2, 3].map((order) => ({ json: { order, body: nested(100_000) } }));
	const run = await host.execute(sendWorkflow({ to, text: '=Order {{ $json.order }}' }), { triggerItems });
	expect(run.errorOf('Send')).toBeUndefined();
	expect(spectrum.phone(alice).messages.map(({ text }) => text)).toEqual(['Order 1', 'Order 2', 'Order 3']);
});

test('such a value in place of a conversation is refused by its name', async () => {
	const run = await host.execute(sendWorkflow({ text: 'Hi' }), { triggerItems: [{ json: { spaceId: nested(100_000) } }] });
	expect(run.errorOf('Send')?.message).toContain(
		'the item\'s field "spaceId" names no conversation that iMessage can write to; found "object"',
	);
	expect(spectrum.calls).toHaveLength(0);
});

test('an item that names a conversation by such a value fails alone', async () => {
	const named = [
		{ text: 'one', spaceId: nested(100_000) },
		{ text: 'two', spaceId: `any;-;${alice}` },
	];
	const parameters = { to: { __rl: true, mode: 'address', value: '' }, text: '={{ $json.text }}' };
	const workflow = sendWorkflow(parameters, { onError: 'continueRegularOutput' });
	const run = await host.execute(workflow, { triggerItems: named.map((json) => ({ json })) });
	expect(run.json('Send')).toMatchObject([
		{ error: { kind: 'invalid', message: expect.stringMatching(/field "spaceId" names no conversation/) } },
		{ messageId: expect.any(String) },
	]);
	expect(spectrum.phone(alice).messages.map(({ text }) => text)).toEqual(['two']);
});
