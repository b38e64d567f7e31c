import path from 'node:path';
import { emojiFont, phoneFont } from '../services/systemFonts';
import { takeAnimation } from './animation';
import { takePhones } from './phones';

const root = path.resolve(__dirname, '..', '..', '..');
const docs = path.join(root, 'docs');

/** `npm run screenshots:try-it [-- phones | animation]`: takes what the README shows of `npm run dev` again, into `docs/`. */
async function main(wanted: readonly string[]): Promise<void> {
	const wants = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
	await emojiFont();
	await phoneFont();
	if (wants('phones')) await takePhones(docs);
	if (wants('animation')) await takeAnimation(root, path.join(docs, 'try-it.gif'));
}

main(process.argv.slice(2)).catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
	process.exitCode = 1;
});
