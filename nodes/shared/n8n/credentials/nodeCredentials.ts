import type { INodeCredentialDescription } from 'n8n-workflow';

/** The credentials of every node. The field *Connect To* chooses one, and the nodes themselves test it. */
export const spectrumCredentials: INodeCredentialDescription[] = [
	{
		name: 'spectrumCloudApi',
		required: true,
		testedBy: 'testSpectrumCloud',
		displayOptions: { show: { authentication: ['spectrumCloudApi'] } },
	},
	{
		name: 'spectrumSelfHostedApi',
		required: true,
		testedBy: 'testSpectrumSelfHosted',
		displayOptions: { show: { authentication: ['spectrumSelfHostedApi'] } },
	},
];
