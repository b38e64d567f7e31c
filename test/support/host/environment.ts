import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * n8n-core reads its settings from the environment the first time one of its services is built, so this module has
 * to be evaluated before n8n-core is: `core.ts` imports it first, and every other file imports n8n-core after that one.
 */
export const userFolder = path.join(tmpdir(), `n8n-test-host-${process.pid}-${randomUUID()}`);

const settings: Record<string, string> = {
	N8N_USER_FOLDER: userFolder,
	N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
	// What is logged goes to `host.logs`; n8n's own transports would write it to the terminal as well.
	N8N_LOG_LEVEL: 'silent',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_SENTRY_DSN: '',
	N8N_RUNNERS_MODE: 'internal',
	// A timer that only logs would keep the process alive.
	N8N_LOG_CRON_ACTIVE_INTERVAL: '0',
};
Object.assign(process.env, settings);
// These would point n8n-core at a folder of the machine's own n8n.
delete process.env.N8N_STORAGE_PATH;
delete process.env.N8N_BINARY_DATA_STORAGE_PATH;
delete process.env.N8N_DEFAULT_BINARY_DATA_MODE;

let users = 0;

/** Makes the temporary user folder for a host; the last host to stop removes it with everything in it. */
export function acquireUserFolder(): () => void {
	users += 1;
	mkdirSync(path.join(userFolder, '.n8n'), { recursive: true });
	let released = false;
	return () => {
		if (released) return;
		released = true;
		users -= 1;
		if (users === 0) rmSync(userFolder, { recursive: true, force: true });
	};
}
