// First, because grpc-js reads the variable when it is loaded.
import { grpcRootsFile, removeGrpcRoots } from './grpcRoots';
import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:tls';
import { services, Simulator } from '../../simulator/src';
import { driveEverything } from './driveEverything';
import { vendorClient } from './vendorDriver';

describe('TLS, seen by the vendor’s client', () => {
	let spectrum: Simulator;

	beforeAll(async () => {
		spectrum = await Simulator.start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
		writeFileSync(grpcRootsFile, spectrum.caPem);
	});

	afterAll(async () => {
		removeGrpcRoots();
		await spectrum.stop();
	});

	it('drives every RPC with a token that the control plane minted', async () => {
		const { auth, numbers } = await mint();
		for (const [instanceId, token] of Object.entries(auth)) {
			// The address pattern of the credential: the instance id is the port.
			const client = await vendorClient(spectrum, undefined, { address: `localhost:${instanceId}`, token });
			await driveEverything(client, spectrum);
			await client.close();
			const calls = spectrum.calls.filter(({ line }) => line === numbers[instanceId]);
			expect(new Set(calls.map(({ outcome }) => outcome?.type))).toEqual(new Set(['answered', 'left']));
			expect(new Set(calls.map(({ method }) => method)).size).toBe(services.flatMap(({ methods }) => Object.keys(methods)).length);
		}
		await spectrum.whenIdle();
	});

	it('speaks HTTP/2 over TLS only, with a certificate for localhost and 127.0.0.1', async () => {
		const port = Number(spectrum.lines[0]?.id);
		for (const host of ['localhost', '127.0.0.1']) {
			const protocol = await new Promise((resolve, reject) => {
				const socket = connect({ host, port, ca: spectrum.caPem, servername: 'localhost', ALPNProtocols: ['h2'] });
				socket.once('secureConnect', () => {
					resolve(socket.alpnProtocol);
					socket.destroy();
				});
				socket.once('error', reject);
			});
			expect(protocol).toBe('h2');
		}
		const client = await vendorClient(spectrum, undefined, { tls: false });
		await expect(client.chats.count()).rejects.toMatchObject({ grpcCode: 14 });
		await client.close();
	});

	async function mint(): Promise<{ auth: Record<string, string>; numbers: Record<string, string> }> {
		const url = `${spectrum.controlPlaneUrl}/projects/${spectrum.projectId}/imessage/tokens`;
		const body = await new Promise<string>((resolve, reject) => {
			const outgoing = request(url, {
				method: 'POST',
				auth: `${spectrum.projectId}:${spectrum.projectSecret}`,
				ca: spectrum.caPem,
			});
			outgoing.once('error', reject);
			outgoing.once('response', (response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.once('end', () => resolve(Buffer.concat(chunks).toString()));
			});
			outgoing.end();
		});
		return (JSON.parse(body) as { data: Awaited<ReturnType<typeof mint>> }).data;
	}
});
