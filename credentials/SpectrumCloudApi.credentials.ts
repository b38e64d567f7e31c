import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/**
 * Spectrum Cloud: a project and its secret. The nodes test it (`testSpectrumCloud`), because the test gets a token and
 * then calls the lines with it, which a declarative request cannot do.
 */
// The nodes test it: the list of credentials that they share names the test. The rule finds lists in the nodes themselves only.
// eslint-disable-next-line @n8n/community-nodes/credential-test-required
export class SpectrumCloudApi implements ICredentialType {
	name = 'spectrumCloudApi';

	displayName = 'iMessage Spectrum Cloud API';

	icon: Icon = { light: 'file:../icons/imessage.svg', dark: 'file:../icons/imessage.dark.svg' };

	documentationUrl = 'https://docs.photon.codes';

	properties: INodeProperties[] = [
		{
			displayName: 'Project ID',
			name: 'projectId',
			type: 'string',
			default: '',
			required: true,
			description: 'Shown on the page of your project in the Spectrum dashboard',
		},
		{
			displayName: 'Project Secret',
			name: 'projectSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Created on the page of your project in the Spectrum dashboard',
		},
		{
			displayName: 'Webhook Signing Secret',
			name: 'webhookSigningSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only for a webhook that you registered yourself in the dashboard, or whose secret you have rotated. Enter the secret that begins with whsec_, or the one of 64 characters. Otherwise leave this empty: the iMessage Trigger registers its own webhook and stores the secret itself.',
		},
		{
			displayName: 'Advanced',
			name: 'advanced',
			type: 'boolean',
			default: false,
			description: 'Whether to show the addresses of a private Spectrum deployment',
		},
		{
			displayName: 'Control Plane URL',
			name: 'controlPlaneUrl',
			type: 'string',
			default: 'https://spectrum.photon.codes',
			displayOptions: { show: { advanced: [true] } },
			description: 'Where tokens, lines and webhooks are managed. Must start with https://.',
		},
		{
			displayName: 'Connection',
			name: 'connection',
			type: 'options',
			options: [
				{ name: 'gRPC', value: 'grpc', description: 'Everything works. Proxies between n8n and Spectrum must let HTTP/2 through.' },
				{
					name: 'HTTP',
					value: 'http',
					description: 'Works through any proxy. The iMessage Trigger then receives by webhook only.',
				},
			],
			default: 'grpc',
			displayOptions: { show: { advanced: [true] } },
			description: 'How n8n connects to the lines',
		},
		{
			displayName: 'Middleware Address',
			name: 'httpAddress',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://imessage.example.com',
			displayOptions: { show: { advanced: [true], connection: ['http'] } },
			description:
				'Address of the HTTP middleware: host, host:port or an https:// URL. The vendor has not confirmed that it accepts tokens of Spectrum Cloud over HTTP, so test the credential.',
		},
		{
			displayName: 'Shared Plan Address',
			name: 'sharedAddress',
			type: 'string',
			default: 'imessage.spectrum.photon.codes:443',
			displayOptions: { show: { advanced: [true] }, hide: { connection: ['http'] } },
			description: 'Address of the shared lines, as host:port',
		},
		{
			displayName: 'Dedicated Line Address Pattern',
			name: 'dedicatedAddressPattern',
			type: 'string',
			default: '{instanceId}.imsg.photon.codes:443',
			displayOptions: { show: { advanced: [true] }, hide: { connection: ['http'] } },
			description: 'Address of a dedicated line, as host:port, where {instanceId} stands for the instance of the line',
		},
		// A certificate is public, and a password field would fold its lines.
		// eslint-disable-next-line @n8n/community-nodes/credential-password-field
		{
			displayName: 'CA Certificate',
			name: 'caCertificate',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			displayOptions: { show: { advanced: [true] } },
			placeholder: '-----BEGIN CERTIFICATE-----',
			description: 'PEM certificate of a private certificate authority, trusted in addition to the public ones',
		},
	];
}
