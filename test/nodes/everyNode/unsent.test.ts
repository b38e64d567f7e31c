import { randomInt } from 'node:crypto';
import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import { ImessageCreateSpace } from '../../../nodes/ImessageCreateSpace/ImessageCreateSpace.node';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import type { Message } from '../../../nodes/shared/spectrum/model/message';
import { sentOutput } from '../../../nodes/shared/n8n/loop/outputs';
import type { Simulator } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

/** What the server's answer to a send says of it: Apple's error code, and whether it is marked as sent. */

const sendType = 'n8n-nodes-spectrum-imessage.imessage';
const conversationType = 'n8n-nodes-spectrum-imessage.imessageConversation';
const createType = 'n8n-nodes-spectrum-imessage.imessageCreateSpace';
const person = '+15551234567';
const space = `any;-;${person}`;
const first = '+15550000001';

const startSetting = useSpectrum((simulator) =>
	startHostFor(simulator, {
		[sendType]: new Imessage(),
		[conversationType]: new ImessageConversation(),
		[createType]: new ImessageCreateSpace(),
	}),
);
let spectrum: Simulator;
let host: TestHost;

beforeEach(async () => {
	({ spectrum, host } = await startSetting({ plan: 'dedicated', lines: [first] }));
});

async function run(type: string, parameters: object) {
	const items = [inbound(space, 'spc-msg-1', first)];
	const workflow = oneNode(type, parameters, { onError: 'continueErrorOutput' });
	return await host.execute(workflow, { triggerItems: items, executionId: String(randomInt(2 ** 47)) });
}

const fallback = async (fallbackWhen: string) =>
	await run(conversationType, { resource: 'message', operation: 'sendWithFallback', text: 'Parcel', fallbackWhen });

test('a send that Apple answered with an error is a failure of its own kind, with the code', async () => {
	spectrum.receive({ from: person, text: 'Hello', webhooks: false });
	spectrum.phone(person).sendErrorCode = 22;
	const failed = await run(sendType, { text: 'Hi' });
	expect(failed.json('Failed')).toMatchObject([
		{
			error: {
				kind: 'notSent',
				message: 'The message was not sent: Apple answered with its error 22',
				context: { sendErrorCode: '22', sent: 'false', messageId: expect.stringMatching(/./) },
			},
		},
	]);
	expect(failed.json(underTest)).toEqual([]);
});

test.each(['fails', 'both'])('it is a reason for the SMS fallback (%s)', async (when) => {
	const phone = spectrum.phone(person);
	phone.sendErrorCode = 22;
	// The iMessage has failed by the time the SMS is asked for.
	const sms = spectrum.faults.add('CreateChat', { type: 'hold', beforeWrite: true }, { after: 1 });
	const sending = fallback(when);
	await sms.struck;
	phone.sendErrorCode = undefined;
	sms.release();
	expect((await sending).json(underTest)).toMatchObject([
		{ service: 'SMS', fallback: { because: 'sendFailed', error: { kind: 'notSent' } } },
	]);
	expect(phone.messages.map(({ service }) => service)).toEqual(['SMS']);
});

test('it is none where an SMS is wanted for numbers without iMessage only', async () => {
	spectrum.phone(person).sendErrorCode = 22;
	expect((await fallback('unsupported')).json('Failed')).toMatchObject([{ error: { kind: 'notSent' } }]);
	expect(spectrum.phone(person).messages).toEqual([]);
});

test('a group that was made is told with what became of its first message', async () => {
	spectrum.phone(person).sendErrorCode = 22;
	const created = await run(createType, {
		resource: 'space',
		operation: 'createGroup',
		members: `${person}, +15557654321`,
		openingMessage: 'Hi all',
	});
	expect(created.json('Failed')).toEqual([]);
	expect(created.json(underTest)).toMatchObject([{ spaceType: 'group', sent: false, sendErrorCode: 22 }]);
});

describe('the output', () => {
	const of = (isSent: boolean, more: Partial<Message> = {}) =>
		sentOutput(
			{ id: space, type: 'dm', line: { id: 'line', phone: first } },
			{ message: { id: 'm', isFromMe: true, flags: { isSent }, ...more } as Message, alreadySent: false },
		);

	test('says that a message is not marked as sent, which is no failure: it may be on its way', () => {
		expect(of(false)).toMatchObject({ messageId: 'm', sent: false });
		expect(of(false)).not.toHaveProperty('sendErrorCode');
		expect(of(true)).not.toHaveProperty('sent');
	});

	test('says nothing of a message of somebody else, which the answer to a tapback may be', () => {
		expect(of(false, { isFromMe: false })).not.toHaveProperty('sent');
	});
});
