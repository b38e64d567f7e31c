import type { Simulator } from '../Simulator';

/** One field of a credential, as its panel names it. */
export interface CredentialField {
	readonly label: string;
	readonly value: string;
}

/** The fields of a credential of Spectrum Cloud that connects to this simulator. */
export function cloudFields(simulator: Simulator, name = 'localhost'): CredentialField[] {
	const data = simulator.cloudCredential();
	const isShared = simulator.settings.plan === 'shared';
	return [
		{ label: 'Project ID', value: data.projectId },
		{ label: 'Project Secret', value: data.projectSecret },
		{ label: 'Advanced', value: 'on' },
		{ label: 'Control Plane URL', value: named(data.controlPlaneUrl, name) },
		isShared
			? { label: 'Shared Plan Address', value: named(data.sharedAddress, name) }
			: { label: 'Dedicated Line Address Pattern', value: named(data.dedicatedAddressPattern, name) },
		{ label: 'CA Certificate', value: data.caCertificate.trim() },
	];
}

/** The fields of a credential of a self-hosted server that connects to this simulator. */
export function selfHostedFields(simulator: Simulator, name = 'localhost'): CredentialField[] {
	const data = simulator.selfHostedCredential();
	return [
		{ label: 'Server Address', value: named(data.address, name) },
		{ label: 'API Key', value: data.apiKey },
		{ label: 'Phone', value: data.phone },
		{ label: 'CA Certificate', value: data.caCertificate.trim() },
	].filter(({ value }) => value !== '');
}

/** The same over HTTP. */
export function selfHostedHttpFields(simulator: Simulator, name = 'localhost'): CredentialField[] {
	const data = simulator.selfHostedCredential({ connection: 'http' });
	return [
		{ label: 'Connection', value: 'HTTP' },
		{ label: 'Server Address', value: named(data.address, name) },
		{ label: 'Instance ID', value: data.instanceId },
		{ label: 'API Key', value: data.apiKey },
		{ label: 'Phone', value: data.phone },
		{ label: 'CA Certificate', value: data.caCertificate.trim() },
	].filter(({ value }) => value !== '');
}

const differing: readonly string[] = ['Connection', 'Server Address', 'Instance ID'];

/** What differs over HTTP, in one line. */
export function httpDifference(simulator: Simulator): string {
	const fields = selfHostedHttpFields(simulator).filter(({ label }) => differing.includes(label));
	return fields.map(({ label, value }) => `${label} ${value}`).join(', ');
}

/** A certificate is several lines; it stands below its label. */
export function printedFields(fields: readonly CredentialField[]): string {
	const width = Math.max(...fields.map(({ label }) => label.length));
	return fields
		.map(({ label, value }) => (value.includes('\n') ? `  ${label}\n${value}` : `  ${label.padEnd(width)}  ${value}`))
		.join('\n');
}

function named(address: string, name: string): string {
	return address.replace('localhost', name);
}
