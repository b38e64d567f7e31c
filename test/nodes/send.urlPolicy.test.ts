import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type * as dns from 'node:dns';
import type { IExecuteFunctions } from 'n8n-workflow';
import { ImessageSend } from '../../nodes/ImessageSend/ImessageSend.node';
import { sharedPool } from '../../nodes/shared/gateway/pool';
import { Simulator } from '../simulator';
import type { TestHost } from '../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../support/oneNode';
import { sendType } from '../support/sendHost';

type Found = (error: null, addresses: dns.LookupAddress[]) => void;
type Lookup = (name: string, options: dns.LookupAllOptions, found: Found) => void;

/** Names of this test, with what the DNS says of them. */
const mockNames = new Map<string, string[]>();

jest.mock('node:dns', () => {
	const actual = jest.requireActual<typeof dns>('node:dns');
	const lookup: Lookup = (name, options, found) => {
		const addresses = mockNames.get(name);
		if (addresses === undefined) (actual.lookup as Lookup)(name, options, found);
		else found(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
	};
	return { ...actual, lookup };
});

const person = '+15551234567';
let spectrum: Simulator;
let host: TestHost;
let web: Server;
let asked: string[];
let allowed: (url: string) => boolean;

/** iMessage Send on a host that has an egress policy, as n8n has from 2.12 on. */
class GuardedSend extends ImessageSend {
	override async execute(this: IExecuteFunctions) {
		const validateUrl = async (url: string) => {
			asked.push(url);
			return allowed(url) ? { ok: true } : { ok: false, error: new Error('Blocked by policy') };
		};
		Object.assign(this.helpers, { getSecureEgressFilter: () => ({ validateUrl }) });
		return await new ImessageSend().execute.call(this);
	}
}

beforeEach(async () => {
	asked = [];
	allowed = () => true;
	mockNames.clear();
	spectrum = await Simulator.start();
	host = await startHostFor(spectrum, { [sendType]: new GuardedSend() });
	web = createServer((request, response) => {
		if (request.url === '/moved') response.writeHead(302, { location: '/forbidden' }).end();
		else response.writeHead(200, { 'content-type': 'image/png' }).end(request.headers.host);
	});
	await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
	await host.stop();
	sharedPool.close();
	await spectrum.stop();
	web.closeAllConnections();
	await new Promise((resolve) => web.close(resolve));
});

async function fetchFrom(name: string, path: string, allowPrivateAddresses: boolean) {
	const { port } = web.address() as AddressInfo;
	const parameters = {
		operation: 'sendAttachment',
		attachmentSource: 'url',
		attachmentUrl: `http://${name}:${port}${path}`,
		options: { allowPrivateAddresses },
	};
	return await host.execute(oneNode(sendType, parameters), { triggerItems: [inbound(`any;-;${person}`)] });
}

test.each([
	['its only address', ['127.0.0.1']],
	['one of its addresses', ['93.184.216.34', '10.0.0.7']],
	['its IPv6 address', ['fd00::1']],
])('a public name is refused when %s is private', async (_which, addresses) => {
	mockNames.set('files.example.test', addresses);
	const run = await fetchFrom('files.example.test', '/a.png', false);
	expect(run.errorOf(underTest)?.message).toMatch(/names the host files\.example\.test, which is in a private network/);
	expect(spectrum.calls).toHaveLength(0);
});

test('where it is allowed, the address that was judged is the one that is connected to', async () => {
	mockNames.set('files.example.test', ['127.0.0.1']);
	const run = await fetchFrom('files.example.test', '/a.png', true);
	expect(run.error).toBeUndefined();
	expect(spectrum.phone(person).messages[0]?.attachments[0]?.bytes.toString()).toMatch(/^files\.example\.test:/);
});

test("the host's egress policy decides on every URL, that of a redirect too", async () => {
	mockNames.set('files.example.test', ['127.0.0.1']);
	allowed = (url) => !url.endsWith('/forbidden');
	const run = await fetchFrom('files.example.test', '/moved', true);
	expect(run.errorOf(underTest)?.message).toMatch(/files\.example\.test, which the egress policy of this n8n does not allow/);
	expect(asked.map((url) => new URL(url).pathname)).toEqual(['/moved', '/forbidden']);
	expect(spectrum.calls).toHaveLength(0);
});
