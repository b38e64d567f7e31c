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

/** Examples that ask a person and wait. */
export const askingCases: Readonly<Record<string, FlowCase>> = {
	'flow-poll-approval': pollApproval,
	'flow-feedback': feedback,
	'send-and-wait': orderChoice,
	'conversation-get-answer': lookForAnswer,
};
