import { alice, AskingStage } from '../../support/asking';

let stage: AskingStage;
beforeEach(async () => {
	stage = await AskingStage.start();
});
afterEach(async () => await stage.stop());

test('a node in a loop asks again, and an answer to an earlier question never decides a later one', async () => {
	const handle = stage.host.execute(
		{
			id: 'loop',
			nodes: [
				{ id: 'start', name: 'Start', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [0, 0], parameters: {} },
				{
					id: 'ask',
					name: 'Ask',
					type: 'n8n-nodes-spectrum-imessage.imessage',
					typeVersion: 1,
					position: [200, 0],
					parameters: {
						operation: 'sendAndWait',
						to: { __rl: true, mode: 'address', value: alice },
						message: 'May I?',
						answeredBy: 'words',
					},
					credentials: { spectrumCloudApi: { id: 'cloud', name: 'Cloud' } },
				},
			],
			connections: {
				Start: { main: [[{ node: 'Ask', type: 'main', index: 0 }]] },
				Ask: { main: [[{ node: 'Ask', type: 'main', index: 0 }]] },
			},
		},
		{ triggerItems: [{ json: {} }] },
	);
	const phone = stage.spectrum.phone(alice);
	const first = await phone.next();
	await stage.host.hasWaited(handle.id);
	phone.react(first.id, 'like');
	const second = await phone.next();
	expect(second.id).not.toBe(first.id);
	// The first question is answered once more, and its clock beats once more. Neither resumes the second.
	phone.react(first.id, 'love');
	stage.hub.close();
	await stage.beat();
	await stage.beat();
	expect(phone.messages).toHaveLength(2);
	phone.react(second.id, 'dislike');
	await stage.beat();
	const third = await phone.next();
	expect(third.id).not.toBe(second.id);
	const [waiting] = stage.host.waiting.filter(({ id }) => id === handle.id);
	const answers = [...(waiting?.json ?? '').matchAll(/"approved":(true|false)/g)].map((match) => match[1]);
	expect(new Set(answers)).toEqual(new Set(['true', 'false']));
});

test('an answer that comes before the wait is stored goes on, too', async () => {
	const handle = stage.begin({ answeredBy: 'words' });
	await stage.spectrum.phone(alice).next();
	stage.spectrum.receive({ from: alice, text: 'yes' });
	for (;;) {
		// The first delivery may find the execution running still.
		const done = await Promise.race([handle.then(() => true), stage.clock.advance(100).then(() => false)]);
		if (done) break;
	}
	expect((await handle).json('Send')).toEqual([{ order: 7, data: expect.objectContaining({ approved: true }) }]);
});
