import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownRow } from '../../../scripts/ports';
import { installN8n } from '../../../scripts/n8n/programs';
import { within } from '../../../scripts/n8n/until';
import type { SimulatorOptions } from '../../../simulator/src';
import { makeCertificates } from '../../../simulator/src/net/certificates';
import { FrontDoor } from '../support/frontDoor';
import type { WorldOptions } from '../support/world';
import { approved, people, Stage } from './stage';

const [person] = people;

/** Started by a test, ended after it: n8n first. */
const started: Array<{ stop(): Promise<void> }> = [];

beforeAll(async () => {
	await installN8n('2.40');
}, 1_200_000);

afterEach(async () => {
	for (const one of started.splice(0).reverse()) await one.stop();
});

/** Asks in an n8n of these settings: once answered at once, once later. */
async function isAnswered(options: WorldOptions, simulator?: SimulatorOptions): Promise<void> {
	const stage = await Stage.start(options);
	started.push(stage);
	const connected = await stage.world.connect(simulator);
	const { spectrum } = connected;
	const atOnce = stage.begin(connected, person);
	await within('the question arrives', spectrum.phone(person).next());
	spectrum.receive({ from: person, text: 'yes' });
	expect(await stage.answers(await atOnce)).toEqual(approved(true));
	const later = await stage.ask(connected, person);
	spectrum.phone(person).react(later.message.id, 'dislike');
	expect(await stage.answers(later)).toEqual(approved(false));
}

/** n8n's settings for HTTPS of its own, under this name. */
async function ownHttps(name: string) {
	const folder = mkdtempSync(path.join(tmpdir(), 'imessage-https-'));
	started.push({ stop: async () => await rm(folder, { recursive: true }) });
	const certificates = await makeCertificates(name);
	const files = { ca: certificates.caPem, certificate: certificates.certPem, key: certificates.keyPem };
	const [caFile = '', certFile = '', keyFile = ''] = await Promise.all(
		Object.entries(files).map(async ([file, pem]) => {
			const written = path.join(folder, `${file}.pem`);
			await writeFile(written, pem);
			return written;
		}),
	);
	return { certificates, caFile, settings: { N8N_PROTOCOL: 'https', N8N_SSL_KEY: keyFile, N8N_SSL_CERT: certFile } };
}

/** An address that n8n is reached by, from here or from the world. */
async function frontDoor(prefix?: string): Promise<FrontDoor> {
	const door = await FrontDoor.start(prefix);
	started.push(door);
	return door;
}

test('a prefix in WEBHOOK_URL, and a public address that this machine cannot reach', async () => {
	await isAnswered({ extra: { WEBHOOK_URL: 'https://n8n.example.test/automation/' } });
});

test('another listen address', async () => {
	await isAnswered({ extra: { N8N_LISTEN_ADDRESS: '127.0.0.2' } });
});

test('HTTPS that ends at a proxy, which this machine cannot reach', async () => {
	await isAnswered({ extra: { N8N_PROTOCOL: 'https' } });
});

test('HTTPS that n8n speaks by itself, under its public name', async () => {
	const port = await ownRow();
	const { settings, certificates, caFile } = await ownHttps('localhost');
	const inside = await frontDoor();
	inside.leadTo({ port, caPem: certificates.caPem });
	const publicUrl = `https://localhost:${port}/`;
	// n8n listens on IPv4 only, and Node asks for IPv6 first where the machine's name has both.
	const reachable = { NODE_EXTRA_CA_CERTS: caFile, NODE_OPTIONS: '--dns-result-order=ipv4first' };
	// OpenSSL looks for an authority by its name, and those of all simulators have one name.
	await isAnswered({ port, url: inside.url, extra: { ...settings, ...reachable, WEBHOOK_URL: publicUrl } }, { certificates });
});

test('HTTPS that n8n speaks by itself, behind a public address with a prefix', async () => {
	const port = await ownRow();
	const { settings, certificates } = await ownHttps('n8n.example.test');
	const [inside, outside] = [await frontDoor(), await frontDoor('/automation')];
	for (const door of [inside, outside]) door.leadTo({ port, caPem: certificates.caPem });
	await isAnswered({ port, url: inside.url, extra: { ...settings, WEBHOOK_URL: `${outside.url}/` } });
	expect(outside.seen).toContainEqual(expect.stringMatching(/^POST \/automation\/webhook-waiting\//));
});

/** Opens a link as a browser does whose proxy leads to this n8n. */
async function open(link: URL, world: string, form?: string): Promise<{ status?: number; html: string }> {
	const { hostname, port } = new URL(world);
	const headers = { host: link.host, 'x-forwarded-proto': 'https', 'content-type': 'application/x-www-form-urlencoded' };
	const path = link.pathname + link.search;
	return await new Promise((resolve, reject) => {
		const asked = request({ hostname, port, path, headers, method: form === undefined ? 'GET' : 'POST' }, (answer) => {
			let html = '';
			answer.on('data', (piece: Buffer) => (html += piece.toString()));
			answer.on('end', () => resolve({ ...(answer.statusCode === undefined ? {} : { status: answer.statusCode }), html }));
		});
		asked.on('error', reject);
		asked.end(form);
	});
}

test('a link as well: opening it shows the question, its button answers, and then it is dead', async () => {
	const stage = await Stage.start({ extra: { WEBHOOK_URL: 'https://n8n.example.com/', N8N_PROXY_HOPS: '1' } });
	started.push(stage);
	const connected = await stage.world.connect();
	const asked = await stage.ask(connected, person, { options: { addLink: true } });
	const { text } = await within('the link arrives', connected.spectrum.phone(person).next());
	const link = new URL(text);
	const shown = await open(link, stage.world.n8n.url);
	expect(shown.status).toBe(200);
	expect(shown.html).toContain('May I?');
	const forged = new URL(link);
	forged.searchParams.set('key', '0'.repeat(64));
	expect((await open(forged, stage.world.n8n.url, 'choice=0')).status).not.toBe(200);
	expect(await stage.world.client.statusOf(asked.executionId)).toBe('waiting');
	expect(await open(link, stage.world.n8n.url, 'choice=0')).toMatchObject({ status: 200 });
	const data: unknown = expect.objectContaining({ approved: true, byLink: true });
	expect(await stage.answers(asked)).toEqual([data, data]);
	expect((await open(link, stage.world.n8n.url, 'choice=1')).html).not.toContain('Thank you');
});
