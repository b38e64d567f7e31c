import path from 'node:path';
import { exampleNames, firstExample, readExample } from '../../../scripts/dev/n8n/examples';

const root = path.resolve(__dirname, '..', '..', '..');
const publicAddress = 'https://n8n.example.test';
const cloud = { id: 'c1', name: 'iMessage Spectrum Cloud account', type: 'spectrumCloudApi' };
const own = { id: 's1', name: 'iMessage Spectrum Self-Hosted account', type: 'spectrumSelfHostedApi' };

const ours = (name: string, credential: typeof cloud) =>
	readExample(root, name, { credential, publicAddress }).nodes.filter(({ type }) => type.startsWith('n8n-nodes-spectrum-imessage.'));

test('every whole flow is there, and the one that answers is imported last, so that it stands on top', () => {
	const names = exampleNames(root);
	expect(names.filter((name) => name.startsWith('flow-')).length).toBeGreaterThanOrEqual(5);
	expect(names.at(-1)).toBe(firstExample);
	expect(new Set(names).size).toBe(names.length);
});

test('every node of ours has the credential, whichever it is', () => {
	for (const name of exampleNames(root)) {
		const links = (credential: typeof cloud) => ours(name, credential).map(({ credentials }) => credentials);
		expect(links(cloud).length).toBeGreaterThan(0);
		for (const link of links(cloud)) expect(link).toEqual({ spectrumCloudApi: { id: 'c1', name: cloud.name } });
		for (const link of links(own)) expect(link).toEqual({ spectrumSelfHostedApi: { id: 's1', name: own.name } });
	}
});

test('a node connects to what its credential is for', () => {
	const authentications = (credential: typeof cloud) => ours(firstExample, credential).map(({ parameters }) => parameters.authentication);
	expect(authentications(cloud)).toEqual([undefined, undefined]);
	expect(authentications(own)).toEqual(['spectrumSelfHostedApi', 'spectrumSelfHostedApi']);
});

test('a webhook has the address that Spectrum delivers to', () => {
	const [trigger] = ours('trigger-by-webhook', cloud);
	expect(trigger?.parameters.publicAddress).toEqual({ __rl: true, mode: 'url', value: publicAddress });
});
