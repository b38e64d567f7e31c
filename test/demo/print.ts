const colours = { spectrum: '\u001b[35m', n8n: '\u001b[33m', phone: '\u001b[36m' } as const;

/** One line of the conversation: time, who, what, and the message id where there is one. */
export function step(who: keyof typeof colours, what: string, messageId?: string): void {
	const time = new Date().toISOString().slice(11, 23);
	const id = messageId === undefined ? '' : `   (${messageId})`;
	const name = who.padEnd(8);
	console.log(`${time}  ${process.stdout.isTTY ? `${colours[who]}${name}\u001b[0m` : name}  ${what}${id}`);
}

/** The end of the demo: what the phone shows. */
export function printAnswer(person: string, answer: { id: string; text?: string }): void {
	step('phone', `${person} sees: ${answer.text ?? ''}`, answer.id);
}
