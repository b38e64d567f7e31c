import { status } from '@grpc/grpc-js';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import { ImessageTyping } from '../../../nodes/ImessageTyping/ImessageTyping.node';
import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import { ImessageCreateSpace } from '../../../nodes/ImessageCreateSpace/ImessageCreateSpace.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

/** What people read who may not be written to, or not yet: contract 9.1. */

const pack = 'n8n-nodes-spectrum-imessage.';
const person = '+15551234567';
const to = { __rl: true, mode: 'address', value: person };
const general = 'Check that the conversation belongs to a line of this credential';

const startSetting = useSpectrum((simulator) =>
	startHostFor(simulator, {
		[`${pack}imessage`]: new Imessage(),
		[`${pack}imessageTyping`]: new ImessageTyping(),
		[`${pack}imessageConversation`]: new ImessageConversation(),
		[`${pack}imessageCreateSpace`]: new ImessageCreateSpace(),
	}),
);
let spectrum: Simulator;
let host: TestHost;

async function start(options: SimulatorOptions = {}): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

async function errorOf(node: string, parameters: object) {
	const triggerItems = [{ json: {}, binary: { data: { data: 'YQ==', mimeType: 'image/jpeg', fileName: 'a.jpg' } } }];
	const error = (await host.execute(oneNode(`${pack}${node}`, parameters), { triggerItems })).errorOf(underTest);
	return { message: error?.message, advice: error?.description };
}

test.each([
	['imessage', { text: 'Hi', to }],
	['imessageTyping', { operation: 'start', to }],
	['imessageConversation', { resource: 'conversation', operation: 'markRead', to }],
])('%s: a person who is not registered may not be written to, and the advice says who may and what to do', async (node, parameters) => {
	await start({ audience: 'users' });
	expect(await errorOf(node, parameters)).toEqual({
		message: 'This project may not write to this person (the server says: Target not allowed for this project)',
		advice: expect.stringMatching(/Free and Pro.*registered.*Recipient → Register.*send a message to the number/),
	});
});

describe('the advice stays as it is', () => {
	const refusal = { type: 'error', code: '', status: status.PERMISSION_DENIED, message: 'Target not allowed for this project' } as const;

	test('on a dedicated plan, whatever the text of the refusal', async () => {
		await start({ plan: 'dedicated' });
		spectrum.faults.add('SendTextMessage', refusal);
		spectrum.faults.add('CreateChat', refusal);
		expect((await errorOf('imessage', { text: 'Hi', to })).advice).toContain(general);
	});

	test("on a server of one's own", async () => {
		await start();
		spectrum.faults.add('SendTextMessage', refusal);
		spectrum.faults.add('CreateChat', refusal);
		expect((await errorOf('imessage', { text: 'Hi', to, authentication: 'spectrumSelfHostedApi' })).advice).toContain(general);
	});

	test('where the server gives a code of its own', async () => {
		await start();
		spectrum.faults.add('SendTextMessage', { ...refusal, code: 'unauthorized' });
		expect((await errorOf('imessage', { text: 'Hi', to })).advice).toContain(general);
	});

	test('of calls that reach nobody: reading, and an upload', async () => {
		await start();
		spectrum.faults.add('GetIMessageAvailability', refusal);
		expect((await errorOf('imessageConversation', { resource: 'address', operation: 'check', address: person })).advice).toContain(general);
		spectrum.faults.add('UploadAttachment', refusal, { times: Infinity });
		expect((await errorOf('imessage', { operation: 'sendAttachment', binaryField: 'data', to })).advice).toContain(general);
	});
});

test('a send in a project without iMessage says to enable it', async () => {
	await start();
	spectrum.dashboard.platforms.set('imessage', false);
	const { message, advice } = await errorOf('imessage', { text: 'Hi', to });
	expect(message).toContain('no token until iMessage is enabled for it');
	expect(advice).toContain('Enable iMessage for the project');
	expect(spectrum.calls).toEqual([]);
});
