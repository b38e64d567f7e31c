import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/**
 * A self-hosted Advanced iMessage server, or several. The nodes test it (`testSpectrumSelfHosted`), because the test is a
 * call by gRPC, or by HTTP in the form of the wire.
 */
// The nodes test it: the list of credentials that they share names the test. The rule finds lists in the nodes themselves only.
// eslint-disable-next-line @n8n/community-nodes/credential-test-required
export class SpectrumSelfHostedApi implements ICredentialType {
	name = 'spectrumSelfHostedApi';

	displayName = 'iMessage Spectrum Self-Hosted API';

	icon: Icon = { light: 'file:../icons/imessage.svg', dark: 'file:../icons/imessage.dark.svg' };

	documentationUrl = 'https://docs.photon.codes';

	properties: INodeProperties[] = [
		{
			displayName: 'Connection',
			name: 'connection',
			type: 'options',
			options: [
				{ name: 'gRPC', value: 'grpc', description: 'Everything works. Proxies between n8n and the server must let HTTP/2 through.' },
				{
					name: 'HTTP',
					value: 'http',
					description:
						'Works through any proxy, for everything except the iMessage Trigger, which needs gRPC to receive from your own server.',
				},
			],
			default: 'grpc',
			description: 'How n8n connects to the server',
		},
		{
			displayName: 'Server Address',
			name: 'address',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'imessage.example.com:443',
			description: 'With gRPC host:port, not a URL. With HTTP host, host:port or a URL.',
		},
		{
			displayName: 'Instance ID',
			name: 'instanceId',
			type: 'string',
			default: '',
			displayOptions: { show: { connection: ['http'] } },
			description: 'Chooses a dedicated line behind the server. Leave it empty for the shared lines, or if the server has only one.',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The token that the server expects',
		},
		{
			displayName: 'Phone',
			name: 'phone',
			type: 'string',
			default: '',
			placeholder: '+15551234567',
			description: 'The number of the line of this server. Required when there are further lines.',
		},
		{
			displayName: 'Encrypted Connection (TLS)',
			name: 'tls',
			type: 'boolean',
			default: true,
			description:
				'Whether to encrypt the connection. Switch it off only on a network that you trust: the API key and all messages then travel unencrypted. A URL must begin with https:// while this is on, and with http:// while it is off.',
		},
		// A certificate is public, and a password field would fold its lines.
		// eslint-disable-next-line @n8n/community-nodes/credential-password-field
		{
			displayName: 'CA Certificate',
			name: 'caCertificate',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			displayOptions: { show: { tls: [true] } },
			placeholder: '-----BEGIN CERTIFICATE-----',
			description: 'PEM certificate of a private certificate authority, trusted in addition to the public ones',
		},
		{
			displayName: 'Further Lines',
			name: 'lines',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add line',
			default: {},
			description: 'More lines, each with its own server address, token and number',
			options: [
				{
					displayName: 'Line',
					name: 'line',
					values: [
						{
							displayName: 'Address',
							name: 'address',
							type: 'string',
							default: '',
							placeholder: 'imessage.example.com:443',
							description: 'As Server Address: host:port with gRPC; host, host:port or a URL with HTTP',
						},
						{
							displayName: 'Instance ID',
							name: 'instanceId',
							type: 'string',
							default: '',
							displayOptions: { show: { '/connection': ['http'] } },
							description: 'Chooses a dedicated line behind the server',
						},
						{
							displayName: 'Token',
							name: 'token',
							type: 'string',
							typeOptions: { password: true },
							default: '',
							description: 'The token that this server expects',
						},
						{
							displayName: 'Phone',
							name: 'phone',
							type: 'string',
							default: '',
							placeholder: '+15551234567',
							description: 'The number of this line',
						},
					],
				},
			],
		},
	];
}
