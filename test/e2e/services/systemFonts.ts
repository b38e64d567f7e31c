import { existsSync } from 'node:fs';
import path from 'node:path';
import { installFromDebian } from './debian';

const folder = '/usr/share/fonts';

/** A font for emoji, as every system of a person has one. */
export async function emojiFont(): Promise<void> {
	await fontOf('fonts-noto-color-emoji', 'truetype/noto/NotoColorEmoji.ttf');
}

/** The font that is nearest to that of Apple's phones, for pictures. */
export async function phoneFont(): Promise<void> {
	await fontOf('fonts-inter', 'opentype/inter');
}

/** Installing takes root, as CI has it; anybody else goes on with what is there. */
async function fontOf(name: string, file: string): Promise<void> {
	if (process.getuid?.() !== 0 || existsSync(path.join(folder, file))) return;
	await installFromDebian(name);
}
