import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ImessageBackground } from '../../../nodes/ImessageBackground/ImessageBackground.node';
import { ImessageCreateSpace } from '../../../nodes/ImessageCreateSpace/ImessageCreateSpace.node';
import { ImessageTapback } from '../../../nodes/ImessageTapback/ImessageTapback.node';
import type { Simulator } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { credentials, inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const pack = 'n8n-nodes-spectrum-imessage.';
const person = '+15551234567';
const png = Buffer.concat([Buffer.from([0x89]), Buffer.from('PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(2_000_000, 3)]);

const startSetting = useSpectrum((simulator) =>
	startHostFor(simulator, {
		[`${pack}imessageBackground`]: new ImessageBackground(),
		[`${pack}imessageCreateSpace`]: new ImessageCreateSpace(),
		[`${pack}imessageTapback`]: new ImessageTapback(),
	}),
);
let spectrum: Simulator;
let host: TestHost;
let web: Server;
let requests: string[];
let url: string;
let answer: { type: string; body: Buffer };

beforeEach(async () => {
	({ spectrum, host } = await startSetting({ plan: 'dedicated' }));
	requests = [];
	answer = { type: 'image/png', body: png };
	web = createServer((request, response) => {
		requests.push(request.url ?? '');
		response.writeHead(200, { 'content-type': answer.type }).end(answer.body);
	});
	await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/party.png`;
});

afterEach(async () => {
	web.closeAllConnections();
	await new Promise((resolve) => web.close(resolve));
});

interface Place {
	readonly type: string;
	readonly parameters: object;
	/** What a person sees of the picture. */
	seen(): Buffer | undefined;
}

/** Every operation that takes one picture, in a conversation that there is. */
function places(): Record<string, Place> {
	const received = spectrum.receive({ from: person, text: 'Hi' });
	const group = spectrum.createGroup({ members: [person, '+15557654321'] });
	const chat = (spaceId: string) => spectrum.phone(person).chats.find((one) => one.spaceId === spaceId);
	return {
		'Background → Set': {
			type: 'imessageBackground',
			parameters: { operation: 'set', to: bySpace(received.spaceId) },
			seen: () => chat(received.spaceId)?.background,
		},
		'Group → Set Icon': {
			type: 'imessageCreateSpace',
			parameters: { resource: 'group', operation: 'setIcon', to: bySpace(group) },
			seen: () => chat(group)?.icon,
		},
		'Tapback → Place Sticker': {
			type: 'imessageTapback',
			parameters: { operation: 'placeSticker', to: bySpace(received.spaceId), messageId: received.messageId },
			seen: () => spectrum.phone(person).eventsOf('sticker').at(-1)?.file.bytes,
		},
	};
}

const bySpace = (value: string) => ({ __rl: true, mode: 'space', value });
const allowed = { allowPrivateAddresses: true };

async function run(name: string, parameters: object) {
	const place = places()[name] as Place;
	const given = { pictureSource: 'url', pictureUrl: url, ...place.parameters, ...parameters };
	const execution = await host.execute(oneNode(pack + place.type, given), { triggerItems: [inbound(`any;-;${person}`)] });
	return { place, execution };
}

const names = ['Background → Set', 'Group → Set Icon', 'Tapback → Place Sticker'];

test.each(names)('%s takes the picture from a URL', async (name) => {
	const { place, execution } = await run(name, { options: allowed });
	expect(execution.errorOf(underTest)?.message).toBeUndefined();
	expect(place.seen()?.equals(png)).toBe(true);
	expect(requests).toEqual(['/party.png']);
});

const refusals: ReadonlyArray<readonly [string, object, RegExp]> = [
	['a private address', {}, /"Picture URL" names the host 127\.0\.0\.1, which is in a private network/],
	['a larger file than is allowed', { options: { ...allowed, maxDownloadMebibytes: 1 } }, /"Picture URL".*has more than 1 MiB/],
	['an empty URL', { pictureUrl: '' }, /"Picture URL" is empty/],
	['a file of the host', { pictureUrl: 'file:///etc/passwd', options: allowed }, /"Picture URL" is not an http/],
	['no place that there is', { pictureSource: '={{ "disk" }}' }, /"Picture From" is not one of its choices; found "disk"/],
];

describe.each(names)('%s', (name) => {
	test.each(refusals)('refuses %s, before any call', async (_what, parameters, message) => {
		const { place, execution } = await run(name, parameters);
		expect(execution.errorOf(underTest)?.message).toMatch(message);
		expect(place.seen()).toBeUndefined();
		expect(spectrum.calls).toHaveLength(0);
	});

	test('refuses a page in the place of a picture', async () => {
		answer = { type: 'text/html', body: Buffer.from('<!doctype html><title>Sign in</title>') };
		const { place, execution } = await run(name, { pictureUrl: url.replace('.png', ''), options: allowed });
		expect(execution.errorOf(underTest)?.message).toMatch(/"Picture URL" names a file that is (an HTML page|not a picture)/);
		expect(place.seen()).toBeUndefined();
	});
});

test('an agent reaches no private address, even where the author allows it', async () => {
	const place = places()['Background → Set'] as Place;
	const parameters = {
		...place.parameters,
		reach: 'anyone',
		pictureSource: 'url',
		pictureUrl: "={{ $fromAI('url', 'Picture', 'string') }}",
		options: allowed,
	};
	const node = { id: 'tool', name: 'Background', type: `${pack}imessageBackground`, typeVersion: 1, parameters, credentials };
	const answers = await host.executeAsTool(node, { url });
	expect(JSON.stringify(answers)).toContain('which is in a private network');
	expect(requests).toEqual([]);
	expect(place.seen()).toBeUndefined();
});
