import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Simulator } from '../../../simulator/src';

/**
 * With a CA in the credential n8n's older HTTP helper carries the call, without one the current helper does. A server
 * that the process trusts by itself, as it trusts the public ones, shows that this way works too; and that a process
 * that has sent ends by itself, although its connection is kept for the next message.
 */
test('a credential without a CA works with a server that the process trusts, and nothing keeps the process alive', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'imessage-trust-'));
	const spectrum = await Simulator.start();
	try {
		const authority = path.join(folder, 'ca.pem');
		writeFileSync(authority, spectrum.caPem);
		const script = path.join(__dirname, '..', '..', 'support', 'sendOnce.ts');
		const child = spawn(process.execPath, ['--import', 'tsx', script], {
			// A machine may name other roots for gRPC, which would come before these.
			env: { ...process.env, NODE_EXTRA_CA_CERTS: authority, GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: '' },
			stdio: ['pipe', 'ignore', 'pipe'],
		});
		let errors = '';
		child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
		child.stdin.end(JSON.stringify(spectrum.cloudCredential({ caCertificate: '' })));
		const code = await new Promise((resolve) => child.on('exit', resolve));
		expect({ code, errors }).toEqual({ code: 0, errors: '' });
		expect(spectrum.phone('+15551234567').messages.map((message) => message.text)).toEqual(['Hello']);
	} finally {
		await spectrum.stop();
		rmSync(folder, { recursive: true, force: true });
	}
});
