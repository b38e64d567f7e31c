import type { CloudCredentialData, SelfHostedCredentialData, SimulatedLine } from './options';
import type { SimulatedPlan } from './store/line';

/** Where nothing listens: a client that dials it is wrong, and must not reach the Internet. */
const nowhere = 'localhost:1';

export function cloudCredentialData(simulator: {
	readonly projectId: string;
	readonly projectSecret: string;
	readonly controlPlaneUrl: string;
	readonly caPem: string;
	readonly plan: SimulatedPlan;
	readonly lines: readonly SimulatedLine[];
}): CloudCredentialData {
	const [first] = simulator.lines;
	return {
		projectId: simulator.projectId,
		projectSecret: simulator.projectSecret,
		webhookSigningSecret: '',
		// Without it n8n hides the fields below, and gives a hidden field its default.
		advanced: true,
		controlPlaneUrl: simulator.controlPlaneUrl,
		sharedAddress: simulator.plan === 'shared' && first !== undefined ? first.address : nowhere,
		dedicatedAddressPattern: 'localhost:{instanceId}',
		caCertificate: simulator.caPem,
	};
}

export function selfHostedCredentialData(simulator: {
	readonly caPem: string;
	readonly tls: boolean;
	readonly lines: readonly SimulatedLine[];
}): SelfHostedCredentialData {
	const [first, ...further] = simulator.lines.map(({ address, token, phone }) => ({
		address,
		token,
		phone: phone === undefined || phone === 'shared' ? '' : phone,
	}));
	if (first === undefined) throw new Error('There is no line');
	return {
		address: first.address,
		apiKey: first.token,
		phone: first.phone,
		tls: simulator.tls,
		caCertificate: simulator.tls ? simulator.caPem : '',
		lines: { line: further },
	};
}
