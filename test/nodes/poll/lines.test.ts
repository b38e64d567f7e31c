import { ImessagePoll } from '../../../nodes/ImessagePoll/ImessagePoll.node';
import type { TestHost } from '../../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const lines = ['+15550000001', '+15550000002'] as const;
const type = 'n8n-nodes-spectrum-imessage.imessagePoll';
const option = [{ text: 'Pizza' }, { text: 'Pasta' }];

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new ImessagePoll() }));
let host: TestHost;

beforeEach(async () => {
	({ host } = await startSetting({ plan: 'dedicated', lines: [...lines] }));
});

async function pollOn(line: string): Promise<string> {
	const to = { __rl: true, mode: 'address', value: person };
	const asked = await host.execute(
		oneNode(type, {
			operation: 'create',
			title: 'Where to?',
			to,
			options: { line: { __rl: true, mode: 'phone', value: line } },
			pollOptions: { option },
		}),
	);
	return asked.json(underTest)[0]?.pollId as string;
}

/** An id says nothing of its line: the incoming one is asked first, and then the others. */
test.each(lines)('a poll of line %s is found behind a message that came to the first line', async (line) => {
	const pollId = await pollOn(line);
	const counted = await host.execute(oneNode(type, { operation: 'get', pollId }), {
		triggerItems: [inbound(`any;-;${person}`, 'm1', lines[0])],
	});
	expect(counted.json(underTest)).toMatchObject([{ pollId, line }]);
});

test('a line that is chosen is the only one asked', async () => {
	const pollId = await pollOn(lines[1]);
	const chosen = { __rl: true, mode: 'phone', value: lines[0] };
	expect(
		(await host.execute(oneNode(type, { operation: 'get', pollId, options: { line: chosen } }))).errorOf(underTest)?.message,
	).toContain('does not exist');
});
