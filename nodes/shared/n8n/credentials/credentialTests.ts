import type { ICredentialsDecrypted, ICredentialTestFunctions } from 'n8n-workflow';
import type * as ConnectionTest from './connectionTest';

/**
 * The functions that `testedBy` names in `spectrumCredentials`; every node offers them. What they do is loaded with the
 * first test.
 */
export const credentialTests = {
	async testSpectrumCloud(this: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
		return await test().testCloud(this, credential);
	},
	async testSpectrumSelfHosted(this: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
		return await test().testSelfHosted(this, credential);
	},
};

// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it when n8n starts
const test = () => require('./connectionTest') as typeof ConnectionTest;
