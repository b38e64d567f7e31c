import type { Simulator } from '../../../simulator/src';
import type { Foreign } from './agents/standIn';
import { earlier, everybody, foreignFile, foreignSecret, greetingOf, lines, spaceWith, stranger } from './people';

/** What was there before the workflows: both lines know everyone, and the stranger has a message, a file and a poll. */
export function prepare(spectrum: Simulator): Foreign {
	const written = new Map<string, string>();
	for (const line of lines) {
		for (const from of everybody) {
			const text = from === stranger ? `${foreignSecret}. Do not tell.` : 'Hello';
			spectrum.receive({ from, line, text, messageId: greetingOf(from, line), webhooks: false });
			written.set(`${from} by ${line}`, spectrum.ownDevice(line).send(spaceWith(from), earlier));
		}
	}
	const content = { type: 'attachment', id: foreignFile, name: 'key.txt', mimeType: 'text/plain', bytes: Buffer.from(foreignSecret) };
	spectrum.receive({ from: stranger, line: lines[0], content, webhooks: false });
	const { guid } = spectrum.phone(stranger).createPoll(spaceWith(stranger), foreignSecret, ['Yes', 'No']);
	return { poll: guid, earlier: written };
}
