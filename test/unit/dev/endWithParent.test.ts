import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import { whenClosed } from '../../support/whenClosed';

const endWithParent = path.resolve('scripts/n8n/endWithParent.cjs');

/** Listens, says where, and would go on for good. */
const child = `require('node:net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;

const parent = (file: string) =>
	`require('node:child_process').spawn(process.execPath, ['--require', ${JSON.stringify(file)}, '-e', ${JSON.stringify(child)}],
		{ stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });`;

test('what is started ends with the process that started it, even if that one is killed', async () => {
	const starter = spawn(process.execPath, ['-e', parent(endWithParent)], { stdio: ['ignore', 'pipe', 'inherit'] });
	const [port] = (await once(starter.stdout, 'data')) as [Buffer];
	const socket = connect(Number(port.toString()), '127.0.0.1');
	socket.on('error', () => undefined);
	await once(socket, 'connect');
	const closed = whenClosed(socket);
	starter.kill('SIGKILL');
	await closed;
	expect(socket.destroyed).toBe(true);
});
