import { ModelServer, type ChatAnswer, type ChatRequest } from '../support/modelServer';
import { person, phone } from './cases';
import type { FlowCase, Stage } from './flows';

/** Runs it by hand, and does what the person does once the question is there. */
async function asked(stage: Stage, answer: (messageId: string, last: string) => void, messages = 2): Promise<void> {
	const before = phone(stage.spectrum).messages.length;
	const ended = stage.run('Start');
	for (let count = 0; count < messages; count++) await phone(stage.spectrum).next();
	const arrived = phone(stage.spectrum).messages.slice(before);
	answer(arrived[0]?.id ?? '', arrived.at(-1)?.id ?? '');
	await stage.success(ended);
}

const pollApproval: FlowCase = {
	play: async (stage) => {
		await stage.load();
		await asked(stage, (_message, poll) => phone(stage.spectrum).vote(poll, 'Approve'));
		await asked(stage, (message) => phone(stage.spectrum).react(message, 'dislike'));
	},
};

const orderChoice: FlowCase = {
	play: async (stage) => {
		await stage.load();
		await asked(stage, (message) => stage.spectrum.receive({ from: person, text: '2', replyTo: { guid: message } }));
		await asked(stage, (message) => stage.spectrum.receive({ from: person, text: 'stop', replyTo: { guid: message } }));
	},
};

const feedback: FlowCase = {
	play: async (stage) => {
		await stage.load();
		const reply = (text: string) => (message: string) => stage.spectrum.receive({ from: person, text, replyTo: { guid: message } });
		await asked(stage, reply('Very good, thank you'), 1);
		await asked(stage, reply('STOP'), 1);
	},
};

const lookForAnswer: FlowCase = {
	play: async (stage) => {
		await stage.load();
		await asked(stage, () => stage.spectrum.receive({ from: person, text: 'yes' }), 1);
		await asked(stage, () => stage.spectrum.receive({ from: person, text: 'no' }), 1);
	},
};

/** Orders one refund, then says what came of it. */
function orderRefund({ messages, tools }: ChatRequest): ChatAnswer {
	const answered = messages.find(({ role }) => role === 'tool');
	if (answered !== undefined) return { content: `The refund: ${JSON.stringify(answered.content)}` };
	const toolParameters = { Refund: '9 EUR for a burnt loaf' };
	return { tool: tools?.[0]?.function.name ?? '', args: { toolParameters, hitlParameters: {} } };
}

const agentApproval: FlowCase = {
	play: async (stage) => {
		const { spectrum } = stage;
		const [manager, office] = [spectrum.phone('+15551112222'), spectrum.phone('+15559990000')];
		const orders = () => office.messages.map(({ text }) => text);
		const model = await ModelServer.start(orderRefund);
		try {
			await stage.load(await stage.world.client.createCredential('openAiApi', 'OpenAI', { apiKey: 'none', url: model.url }));
			await stage.publish();
			await stage.receive({ from: person, text: 'My loaf was burnt. I want my money back.' });
			const first = await manager.next();
			expect(first.text).toContain('9 EUR for a burnt loaf');
			manager.react(first.id, 'like');
			await stage.success();
			expect(orders()).toEqual(['9 EUR for a burnt loaf']);
			expect(phone(spectrum).messages.at(-1)?.text).toContain('The refund');
			await stage.receive({ from: person, text: 'And the one before, too!' });
			await manager.next();
			await stage.receive({ from: '+15551112222', text: 'No, offer them a new one' });
			await stage.success();
			expect(orders()).toHaveLength(1);
			expect(phone(spectrum).messages.at(-1)?.text).toContain('offer them a new one');
		} finally {
			await model.stop();
		}
	},
};

/** Examples that ask a person and wait. */
export const askingCases: Readonly<Record<string, FlowCase>> = {
	'flow-poll-approval': pollApproval,
	'flow-agent-approval': agentApproval,
	'flow-feedback': feedback,
	'send-and-wait': orderChoice,
	'conversation-get-answer': lookForAnswer,
};
