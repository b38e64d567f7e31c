import { existsSync } from 'node:fs';
import path from 'node:path';
import { installFromDebian } from '../services/debian';

/** Names another browser of the Chromium family than the one of Debian's packages. */
const variable = 'IMESSAGE_E2E_CHROMIUM';

/** The browser's program. Debian's package is installed when there is none; that takes root, as CI has it. */
export async function chromiumProgram(): Promise<string> {
	const own = process.env[variable];
	if (own !== undefined && own !== '') return own;
	const found = onPath('chromium');
	if (found !== undefined) return found;
	if (process.getuid?.() !== 0)
		throw new Error(`There is no chromium. Install Debian's package of that name, or let ${variable} name a browser`);
	await installFromDebian('chromium');
	const installed = onPath('chromium');
	if (installed === undefined) throw new Error('chromium was installed, and is not on the PATH');
	return installed;
}

function onPath(name: string): string | undefined {
	const folders = (process.env.PATH ?? '').split(path.delimiter);
	return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** Headless, as root, and calling nobody. */
export const chromiumArguments = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// Letters look the same on every machine.
	'--font-render-hinting=none',
];
