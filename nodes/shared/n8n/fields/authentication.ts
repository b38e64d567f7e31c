import type { INodeProperties } from 'n8n-workflow';
import { cloudCredential, selfHostedCredential } from '../credentials/credentials';

/** Which of the two credentials a node uses. */
export const authenticationField: INodeProperties = {
	displayName: 'Connect To',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Spectrum Cloud',
			value: cloudCredential,
			description: 'Managed lines: project ID and project secret',
		},
		{
			name: 'Self-Hosted Server',
			value: selfHostedCredential,
			description: 'Your own Advanced iMessage server: address and API key',
		},
	],
	default: cloudCredential,
};
