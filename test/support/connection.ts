import type { CloudCredentialData, SelfHostedCredentialData, Simulator } from '../../simulator/src';

export type TestConnection = 'grpc' | 'http';

/** How the credentials of the suites connect: `npm run test:http` lets them connect by HTTP. */
export const usualConnection: TestConnection = process.env.SPECTRUM_TEST_CONNECTION === 'http' ? 'http' : 'grpc';

/** Data of a Spectrum Cloud credential for the simulator. */
export function cloudData(spectrum: Simulator, overrides: Partial<CloudCredentialData> = {}) {
	return { ...spectrum.cloudCredential({ connection: usualConnection, ...overrides }) };
}

/** The same for a server of one's own. */
export function ownData(spectrum: Simulator, overrides: Partial<SelfHostedCredentialData> = {}) {
	return { ...spectrum.selfHostedCredential({ connection: usualConnection, ...overrides }) };
}

/** One credential of each kind for the simulator, by the ids that the workflows of the suites name. */
export function bothCredentials(spectrum: Simulator, connection = usualConnection) {
	return {
		cloud: { type: 'spectrumCloudApi', name: 'Cloud', data: cloudData(spectrum, { connection }) },
		own: { type: 'spectrumSelfHostedApi', name: 'Own', data: ownData(spectrum, { connection }) },
	};
}
