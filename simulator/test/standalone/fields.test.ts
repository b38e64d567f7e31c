import { SpectrumCloudApi } from '../../../credentials/SpectrumCloudApi.credentials';
import { SpectrumSelfHostedApi } from '../../../credentials/SpectrumSelfHostedApi.credentials';
import { Simulator } from '../../src';
import {
	cloudFields,
	httpDifference,
	printedFields,
	selfHostedFields,
	selfHostedHttpFields,
	type CredentialField,
} from '../../src/standalone/fields';

let spectrum: Simulator;

afterEach(async () => await spectrum.stop());

const value = (fields: readonly CredentialField[], label: string) => fields.find((field) => field.label === label)?.value;

test.each(['shared', 'dedicated'] as const)('a person finds each field of the %s plan under its name in n8n', async (plan) => {
	spectrum = await Simulator.start({ plan });
	const names = (properties: ReadonlyArray<{ displayName: string }>) => properties.map(({ displayName }) => displayName);
	const cloud = cloudFields(spectrum);
	const own = selfHostedFields(spectrum);
	expect(names(new SpectrumCloudApi().properties)).toEqual(expect.arrayContaining(cloud.map(({ label }) => label)));
	expect(names(new SpectrumSelfHostedApi().properties)).toEqual(expect.arrayContaining(own.map(({ label }) => label)));
	expect(value(cloud, 'Project Secret')).toBe(spectrum.projectSecret);
	expect(value(cloud, 'Control Plane URL')).toBe(spectrum.controlPlaneUrl);
	expect(value(own, 'Server Address')).toBe(spectrum.lines[0]?.address);
	expect(value(own, 'Phone')).toBe(plan === 'shared' ? undefined : '+15550000001');
});

test('addresses take the name by which another machine knows this one', async () => {
	spectrum = await Simulator.start();
	const fields = [...cloudFields(spectrum, 'host.docker.internal'), ...selfHostedFields(spectrum, 'host.docker.internal')];
	expect(fields.filter(({ value: text }) => text.includes('localhost'))).toEqual([]);
	expect(value(fields, 'Shared Plan Address')).toMatch(/^host\.docker\.internal:\d+$/);
});

test('a certificate stands below its label, to be copied as a whole', async () => {
	spectrum = await Simulator.start();
	expect(printedFields(cloudFields(spectrum))).toContain(`\n  CA Certificate\n${spectrum.caPem.trim()}`);
});

test.each(['shared', 'dedicated'] as const)('the fields for HTTP name the face, and the instance on the %s plan', async (plan) => {
	spectrum = await Simulator.start({ plan });
	const fields = selfHostedHttpFields(spectrum, 'host.docker.internal');
	expect(value(fields, 'Connection')).toBe('HTTP');
	expect(value(fields, 'Server Address')).toBe(spectrum.httpUrl.replace('localhost', 'host.docker.internal'));
	expect(value(fields, 'API Key')).toBe(spectrum.lines[0]?.token);
	const instance = plan === 'shared' ? '' : `, Instance ID ${spectrum.lines[0]?.id}`;
	expect(httpDifference(spectrum)).toBe(`Connection HTTP, Server Address ${spectrum.httpUrl}${instance}`);
});
