import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
import { SpectrumSelfHostedApi } from '../../credentials/SpectrumSelfHostedApi.credentials';

const credentials = [
	['spectrumCloudApi', 'iMessage Spectrum Cloud account', new SpectrumCloudApi()],
	['spectrumSelfHostedApi', 'iMessage Spectrum Self-Hosted account', new SpectrumSelfHostedApi()],
] as const;

/** Words that n8n leaves out of the name that it proposes. Source: `getAppNameFromCredType` of n8n's editor, 2.40. */
const leftOut = ['API', 'OAuth1', 'OAuth2', 'MCP'];

describe.each(credentials)('%s', (name, proposed, { name: own, displayName }) => {
	test('keeps the name that workflows carry', () => {
		expect(own).toBe(name);
	});

	// n8n looks for what was typed within the display name, and knows no other words for a credential.
	test.each(['imessage', 'spectrum'])('is found by "%s"', (word) => {
		expect(displayName.toLowerCase()).toContain(word);
	});

	test(`is called "${proposed}" if nobody changes it`, () => {
		const app = displayName
			.split(' ')
			.filter((word) => !leftOut.includes(word))
			.join(' ');
		expect(`${app} account`).toBe(proposed);
	});
});
