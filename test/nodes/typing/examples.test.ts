import type { IExecuteFunctions } from 'n8n-workflow';
import { typingActions } from '../../../nodes/ImessageTyping/actions';
import { ImessageTyping } from '../../../nodes/ImessageTyping/ImessageTyping.node';
import { runItems } from '../../../nodes/shared/n8n/loop/itemLoop';
import type { Simulator } from '../../../simulator/src';
import { example, startExampleHost } from '../../support/exampleRun';
import { FakeClock } from '../../support/fakeClock';
import type { TestHost } from '../../support/host';
import { inbound } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const startSetting = useSpectrum((simulator) =>
	startExampleHost(
		simulator,
		{ 'n8n-nodes-spectrum-imessage.imessageTyping': new TimedTyping() },
		{ 'n8n-nodes-base.set': ({ json }) => ({ json: { ...json, answer: 'Thanks!' } }) },
	),
);
let spectrum: Simulator;
let host: TestHost;
let clock: FakeClock;

class TimedTyping extends ImessageTyping {
	override async execute(this: IExecuteFunctions) {
		return await runItems(this, typingActions(clock));
	}
}

beforeEach(async () => {
	clock = new FakeClock();
	({ spectrum, host } = await startSetting());
});

function run(name: string) {
	const { messageId, spaceId } = spectrum.receive({ from: person, text: 'Hi' });
	return host.execute(example(name), { triggerItems: [inbound(spaceId, messageId)] });
}

const indicator = () => spectrum.phone(person).typing.map(({ isTyping }) => isTyping);

test('typing-start shows the indicator, and the answer goes into the same conversation', async () => {
	expect((await run('typing-start')).status).toBe('success');
	expect(indicator()).toEqual([true]);
	expect(spectrum.phone(person).messages).toHaveLength(1);
});

test('typing-stop shows the indicator and takes it away', async () => {
	expect((await run('typing-stop')).status).toBe('success');
	expect(indicator()).toEqual([true, false]);
});

test('typing-type-for-a-while types as long as the answer takes, then answers', async () => {
	const running = run('typing-type-for-a-while');
	await clock.whenWaiting();
	expect(clock.waits).toEqual([1_700]);
	expect(spectrum.phone(person).messages).toHaveLength(0);
	await clock.advance(1_700);
	expect((await running).status).toBe('success');
	expect(indicator()).toEqual([true, false]);
	expect(spectrum.phone(person).messages).toMatchObject([{ text: 'Thanks!' }]);
});
