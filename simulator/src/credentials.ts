import type { CloudCredentialData, SelfHostedCredentialData, SimulatedLine } from './options';
import type { SimulatedPlan } from './store/line';

/** Where nothing listens: a client that dials it is wrong, and must not reach the Internet. */
const nowhere = 'localhost:1';
const nowhereOfInstance = '{instanceId}.invalid:443';

type Way = CloudCredentialData['connection'];

/** What credentials tell of a simulator. */
interface Told {
	readonly caPem: string;
	readonly plan: SimulatedPlan;
	readonly lines: readonly SimulatedLine[];
	readonly httpUrl: string;
}

export function cloudCredentialData(
	simulator: Told & { readonly projectId: string; readonly projectSecret: string; readonly controlPlaneUrl: string },
	connection: Way = 'grpc',
): CloudCredentialData {
	const [first] = simulator.lines;
	const isHttp = connection === 'http';
	return {
		projectId: simulator.projectId,
		projectSecret: simulator.projectSecret,
		webhookSigningSecret: '',
		// Without it n8n hides the fields below, and gives a hidden field its default.
		advanced: true,
		controlPlaneUrl: simulator.controlPlaneUrl,
		connection,
		httpAddress: isHttp ? simulator.httpUrl : '',
		sharedAddress: simulator.plan === 'shared' && first !== undefined && !isHttp ? first.address : nowhere,
		dedicatedAddressPattern: isHttp ? nowhereOfInstance : 'localhost:{instanceId}',
		caCertificate: simulator.caPem,
	};
}

export function selfHostedCredentialData(simulator: Told & { readonly tls: boolean }, connection: Way = 'grpc'): SelfHostedCredentialData {
	const isHttp = connection === 'http';
	const [first, ...further] = simulator.lines.map(({ id, address, token, phone }) => ({
		address: isHttp ? simulator.httpUrl : address,
		instanceId: isHttp && simulator.plan === 'dedicated' ? id : '',
		token,
		phone: phone === undefined || phone === 'shared' ? '' : phone,
	}));
	if (first === undefined) throw new Error('There is no line');
	return {
		connection,
		address: first.address,
		instanceId: first.instanceId,
		apiKey: first.token,
		phone: first.phone,
		tls: simulator.tls,
		caCertificate: simulator.tls ? simulator.caPem : '',
		lines: { line: further },
	};
}
