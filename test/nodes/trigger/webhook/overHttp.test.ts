import { randomBytes } from 'node:crypto';
// Before n8n-core itself: it sets what that reads.
import { Container } from '../../../support/host/core';
import { BinaryDataService } from 'n8n-core';
import { answerOf, person, startTriggerHost, triggerWorkflow, warnings } from '../../../support/triggerHost';
import { useSpectrum } from '../../../support/useSpectrum';

const trigger = 'iMessage Trigger';
const startSetting = useSpectrum((simulator) => startTriggerHost(simulator, { credential: { connection: 'http' } }));

test('with a credential that connects by HTTP, deliveries start runs, and their files are fetched by HTTP', async () => {
	const { spectrum, host } = await startSetting({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
	await host.activate(triggerWorkflow({ options: { downloadAttachments: true } }));
	const bytes = randomBytes(300_001);
	const { delivered } = spectrum.receive({
		from: person,
		line: '+15550000002',
		content: { type: 'attachment', id: 'A', name: 'A.jpg', mimeType: 'image/jpeg', bytes },
	});
	expect(answerOf(await delivered)).toMatchObject({ status: 200 });
	const [item] = (await host.nextExecution()).items(trigger);
	expect(item?.json).toMatchObject({ event: 'message.received', space: { phone: '+15550000002' } });
	expect(item?.json).not.toHaveProperty('downloadError');
	const file = item?.binary?.attachment_0;
	if (file === undefined) throw new Error('There is no file');
	expect(await Container.get(BinaryDataService).getAsBuffer(file)).toEqual(bytes);
	expect(new Set(spectrum.calls.map(({ transport, line }) => `${transport} ${line}`))).toEqual(new Set(['http +15550000002']));
	expect(spectrum.connections.opened).toBe(0);
	expect(warnings(host)).toEqual([]);
});
