import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';
import { SpectrumCloudApi } from '../../../credentials/SpectrumCloudApi.credentials';
import { SpectrumSelfHostedApi } from '../../../credentials/SpectrumSelfHostedApi.credentials';

/** The names of the fields that n8n shows for these values. */
function shownFields({ properties }: { properties: INodeProperties[] }, values: INodeParameters): string[] {
	return properties.filter((field) => NodeHelpers.displayParameter(values, field, null, null)).map(({ name }) => name);
}

/** The fields of a further line, as n8n shows them inside of the list of lines. */
function shownInLine(values: INodeParameters): string[] {
	const lines = new SpectrumSelfHostedApi().properties.find(({ name }) => name === 'lines');
	const [option] = lines?.options ?? [];
	if (option === undefined || !('values' in option)) throw new Error('There are no fields');
	return option.values
		.filter((field) => NodeHelpers.displayParameterPath(values, field, 'lines.line[0]', null, null))
		.map(({ name }) => name);
}

const lines = { line: [{ address: 'b', token: 't', phone: '' }] };

test('the instance is asked for over HTTP only, also in a further line', () => {
	const shown = (values: INodeParameters) => shownFields(new SpectrumSelfHostedApi(), { tls: true, ...values });
	expect(shown({ connection: 'http' }).slice(0, 3)).toEqual(['connection', 'address', 'instanceId']);
	// A credential from before this choice has no value.
	for (const values of [{ connection: 'grpc' }, {}]) expect(shown(values)).not.toContain('instanceId');
	expect(shownInLine({ connection: 'http', lines })).toEqual(['address', 'instanceId', 'token', 'phone']);
	expect(shownInLine({ connection: 'grpc', lines })).toEqual(['address', 'token', 'phone']);
	expect(shownInLine({ lines })).not.toContain('instanceId');
});

test('Cloud asks for the addresses of the chosen connection, under Advanced', () => {
	const shown = (values: INodeParameters) => shownFields(new SpectrumCloudApi(), values);
	const addresses = ['sharedAddress', 'dedicatedAddressPattern'];
	expect(shown({ advanced: false })).not.toContain('connection');
	for (const connection of ['grpc', undefined]) {
		const byGrpc = shown({ advanced: true, connection });
		expect(byGrpc).toEqual(expect.arrayContaining(['connection', ...addresses]));
		expect(byGrpc).not.toContain('httpAddress');
	}
	const byHttp = shown({ advanced: true, connection: 'http' });
	expect(byHttp).toContain('httpAddress');
	for (const address of addresses) expect(byHttp).not.toContain(address);
});

test('n8n keeps what was entered for HTTP, and forgets it where HTTP is not chosen', () => {
	const stored = (connection: string) => {
		const data = { address: 'a', connection, instanceId: 'one', lines: { line: [{ address: 'b', instanceId: 'two' }] } };
		return NodeHelpers.getNodeParameters(new SpectrumSelfHostedApi().properties, data, true, false, null, null);
	};
	expect(stored('http')).toMatchObject({ instanceId: 'one', lines: { line: [{ instanceId: 'two' }] } });
	expect(stored('grpc')).not.toHaveProperty('instanceId');
});
