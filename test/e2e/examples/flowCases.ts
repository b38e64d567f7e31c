import { ModelServer, type ChatAnswer, type ChatRequest } from '../support/modelServer';
import { askingCases } from './askingCases';
import { awake } from '../support/awake';
import { friend, lastMessage, person, phone } from './cases';
import type { FlowCase, Stage } from './flows';

const texts = ({ spectrum }: Stage, address = person) => spectrum.phone(address).messages.map(({ text }) => text);

const autoReply: FlowCase = {
	play: async (stage) => {
		const { spectrum } = stage;
		const colleague = '+15559990000';
		await stage.load();
		await stage.publish();
		const asked = await stage.receive({ from: person, text: 'What are your hours? Thanks!' });
		await stage.success();
		expect(texts(stage)).toEqual(['We are open Monday to Friday, 9 to 18.']);
		expect(
			phone(spectrum)
				.eventsOf('read')
				.map(({ messageId }) => messageId),
		).toContain(asked);
		expect(phone(spectrum).typing.map(({ isTyping }) => isTyping)).toEqual(expect.arrayContaining([true, false]));
		await stage.receive({ from: person, text: 'No thanks, please cancel my order' });
		await stage.success();
		expect(texts(stage).at(-1)).toBe('Thanks for your message! We answer within one working day.');
		expect(texts(stage, colleague)).toEqual([`${person} wrote: “No thanks, please cancel my order”`]);
		// What the colleague writes to the line is no question, and starts nothing.
		await stage.receive({ from: colleague, text: 'When do you open?' });
		const thanks = await stage.receive({ from: person, text: 'Thank you!' });
		await stage.success();
		expect(phone(spectrum).reactions).toMatchObject([{ target: { guid: thanks }, reaction: { kind: 'love' }, isSet: true }]);
		expect(texts(stage)).toHaveLength(2);
		// Neither a read receipt nor the dots cost the answer.
		for (const target of ['MarkChatRead', 'SetTyping'])
			spectrum.faults.add(target, { type: 'error', code: 'internalError' }, { times: Infinity });
		await stage.receive({ from: person, text: 'I opened the box and the cake is broken' });
		const run = await stage.success();
		expect(['Mark as Read', 'Type the Answer'].map((node) => run.json(node))).toEqual([
			[{ error: expect.any(Object) as unknown }],
			[{ error: expect.any(Object) as unknown }],
		]);
		expect(texts(stage).at(-1)).toMatch(/^Thanks for your message/);
		expect(texts(stage, colleague)).toEqual([expect.any(String), `${person} wrote: “I opened the box and the cake is broken”`]);
	},
};

/** Says how often it was spoken to, so that an answer shows what the model was told of the conversation before. */
function countWords({ messages }: ChatRequest): ChatAnswer {
	const said = messages.filter(({ role }) => role === 'user').map(({ content }) => JSON.stringify(content));
	return { content: `**${said.length}**: ${said.at(-1) ?? ''}` };
}

const aiAgent: FlowCase = {
	play: async (stage) => {
		const model = await ModelServer.start(countWords);
		try {
			const credential = await stage.world.client.createCredential('openAiApi', 'OpenAI', { apiKey: 'none', url: model.url });
			await stage.load(credential);
			await stage.publish();
			// Both belong to what one person writes in one go.
			await stage.receive({ from: person, text: 'Hi' });
			await stage.receive({ from: person, text: 'Do you bake rye bread?' });
			await stage.success();
			expect(texts(stage)).toEqual([expect.stringMatching(/^1: .*Hi.*rye bread/)]);
			expect(lastMessage(stage.spectrum)?.formatting).toMatchObject([{ type: 'bold', start: 0, length: 1 }]);
			expect(phone(stage.spectrum).typing[0]?.isTyping).toBe(true);
			await stage.receive({ from: person, text: 'And spelt?' });
			await stage.success();
			expect(texts(stage).at(-1)).toMatch(/^2: .*spelt/);
			// Somebody else's words are not remembered for this person.
			await stage.receive({ from: friend, text: 'Hello' });
			await stage.success();
			expect(texts(stage, friend)).toEqual([expect.stringMatching(/^1: .*Hello/)]);
			// Dots that cannot be shown are no reason to say nothing, and neither is a model that cannot be reached.
			stage.spectrum.faults.add('SetTyping', { type: 'error', code: 'internalError' }, { times: Infinity });
			await stage.receive({ from: person, text: 'And oats?' });
			await stage.success();
			expect(texts(stage).at(-1)).toMatch(/^3: .*oats/);
			await model.stop();
			await stage.receive({ from: person, text: 'Are you there?' });
			expect((await stage.success()).nodes).toContain('Apologise');
			expect(texts(stage).at(-1)).toBe('Sorry, I cannot answer right now. Please write again in a few minutes.');
		} finally {
			await model.stop();
		}
	},
};

const appointmentReminder: FlowCase = {
	play: async (stage) => {
		const { spectrum } = stage;
		const table = 'iMessage appointments';
		const office = '+15559990000';
		const notAsked = '+15558889999';
		const picture = { type: 'attachment', name: 'a.png', mimeType: 'image/png', bytes: Buffer.from('a') } as const;
		const remind = async () => await stage.success(stage.run('Every Morning at 9'));
		await stage.load();
		await stage.publish();
		// As it stands it makes its table, and says that the table is empty.
		await remind();
		expect(texts(stage, office)).toEqual(['No reminders went out: none of the 0 rows in the table is an appointment for tomorrow.']);
		// Dates as n8n, a database and a person write them; the last two rows are for the office.
		const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
		await stage.world.client.addRows(table, [
			{ name: 'Ada', phone: person, at: `${tomorrow}T10:00:00.000Z` },
			{ name: 'Grace', phone: '+1 (555) 765-4321', at: `${tomorrow} 11:30` },
			{ name: 'Edith', phone: notAsked, at: 'next Tuesday' },
			{ name: 'Joan', phone: notAsked, at: '2001-01-01 10:00' },
		]);
		// A person who cannot be written to holds up nobody, is reported, and is reminded as soon as it works.
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'recipientLocked' });
		await remind();
		expect([texts(stage), texts(stage, friend)]).toEqual([[], [expect.stringMatching(/^Hi Grace, .* at 11:30\?/)]]);
		expect(texts(stage, office).at(-1)).toMatch(
			/^Reminders for tomorrow: 1 of 2 sent\.\nPlease call Ada, \+15551234567: .+\nNot reminded, .*: Edith, \+15558889999, next Tuesday$/,
		);
		await remind();
		await remind();
		expect(texts(stage)).toEqual([expect.stringMatching(/^Hi Ada, see you tomorrow, \w+day, at 10:00\?\n\nPlease answer yes or no\.$/)]);
		expect([texts(stage, friend).length, texts(stage, notAsked)]).toEqual([1, []]);
		expect(texts(stage, office).at(-1)).toMatch(/^Reminders for tomorrow: 2 of 2 sent\./);
		// Another time is another appointment to be reminded of.
		await stage.world.client.addRows(table, [{ name: 'Ada', phone: person, at: `${tomorrow} 15:00` }]);
		await remind();
		expect(texts(stage).slice(1)).toEqual([expect.stringContaining('at 15:00?')]);

		const answers = () => [...texts(stage).slice(2), ...texts(stage, friend).slice(1), ...texts(stage, notAsked)];
		for (const [from, text] of [
			[person, 'No problem, I will be there!'],
			[friend, 'Is there parking?'],
			[notAsked, 'No'],
			[person, undefined],
		] as const) {
			await stage.receive(text === undefined ? { from, content: picture } : { from, text });
			const { nodes } = await stage.success();
			expect([text, nodes.at(-1), nodes.includes('Note the No')]).toEqual([text, 'For a Person', false]);
		}
		expect([answers(), phone(spectrum).reactions]).toEqual([[], []]);
		const yes = await stage.receive({ from: person, text: 'Yes, see you!' });
		expect((await stage.success()).json('Note the Yes')).toMatchObject([{ name: 'Ada', status: 'confirmed' }]);
		expect(phone(spectrum).reactions).toMatchObject([{ target: { guid: yes }, reaction: { kind: 'like' } }]);
		await stage.receive({ from: friend, text: 'No, thanks.' });
		expect((await stage.success()).json('Note the No')).toMatchObject([{ name: 'Grace', status: 'cancelled' }]);
		expect(answers()).toEqual([expect.stringMatching(/^That is fine/)]);
		// What is cancelled is not reminded of, and a second no has nothing to cancel.
		await stage.receive({ from: friend, text: 'No' });
		expect((await stage.success()).nodes.at(-1)).toBe('For a Person');
		await remind();
		expect(texts(stage, office).at(-1)).toMatch(/^Reminders for tomorrow: 2 of 2 sent\./);
	},
};

const campaign: FlowCase = {
	play: async (stage) => {
		const { spectrum } = stage;
		const [ada, grace, edith] = awake(3) as [string, string, string];
		await stage.load();
		const send = async () => await stage.success(stage.run('Every Hour'));
		// As it stands it makes its table, and finds nobody in it.
		expect((await send()).nodes.at(-1)).toBe('Read Those Left');
		await stage.world.client.addRows('iMessage campaign', [
			{ name: 'Ada', phone: ada },
			{ name: 'Grace', phone: `${grace.slice(0, 3)} ${grace.slice(3)}` },
			{ name: 'Edith', phone: edith },
			{ name: 'Ada', phone: ada },
		]);
		spectrum.receive({ from: edith, text: 'Stop!', webhooks: false });
		const seen = await stage.success(stage.run('Preview by Hand'));
		expect(seen.json('Preview')).toMatchObject([{ campaign: { status: 'summary', sent: 2, later: 0, skipped: 2 } }]);
		expect([ada, grace, edith].map((address) => texts(stage, address).length)).toEqual([0, 0, 0]);
		// Grace's conversation is refused once: she waits, and holds up nobody.
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'recipientCoolingDown' }, { after: 1 });
		await send();
		expect([ada, grace, edith].map((address) => texts(stage, address).length)).toEqual([1, 0, 0]);
		await send();
		expect([ada, grace, edith].map((address) => texts(stage, address).length)).toEqual([1, 1, 0]);
		expect(texts(stage, grace)).toEqual([expect.stringMatching(/^Hi Grace, our spring menu is here/)]);
		expect((await send()).nodes.at(-1)).toBe('Read Those Left');

		await stage.publish();
		for (const [text, answer] of [
			['Do you have vegan dishes?', /^We are open/],
			['STOP', /^You will get no more messages/],
			['start', /^Welcome back/],
			['Thanks', /^Welcome back/],
		] as const) {
			await stage.receive({ from: ada, text });
			await stage.success();
			expect(texts(stage, ada).at(-1)).toMatch(answer);
		}
	},
};

const byStream: FlowCase = {
	play: async (stage) => {
		await stage.load();
		await stage.publish();
		const messageId = await stage.receive({ from: person, text: 'Monday' });
		phone(stage.spectrum).edit(messageId, 'Tuesday');
		await stage.success();
		expect(texts(stage)).toEqual(['You mean: “Tuesday”. Thanks for the correction!']);
	},
};

const byPolling: FlowCase = {
	play: async (stage) => {
		await stage.load();
		await stage.publish();
		const messageId = await stage.receive({ from: person, text: 'Hi' });
		await stage.success();
		expect(lastMessage(stage.spectrum)).toMatchObject({ text: 'You wrote: “Hi”. We look every five minutes.', replyTo: messageId });
	},
};

export const flowCases: Readonly<Record<string, FlowCase>> = {
	'flow-auto-reply': autoReply,
	'flow-ai-agent': aiAgent,
	...askingCases,
	'flow-appointment-reminder': appointmentReminder,
	'flow-campaign': campaign,
	'trigger-by-stream': byStream,
	'trigger-by-polling': byPolling,
};
