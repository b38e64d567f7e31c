import { Simulator } from '../../src';
import { PortInUse } from '../../src/net/listen';
import { alice, ask, errorOf, post } from './httpCall';

const lines = ['+15550000001', '+15550000002'];
const create = { addresses: [alice], service: 'CHAT_SERVICE_TYPE_IMESSAGE', initialMessage: { text: 'Hi' } };

describe('the line of a request', () => {
	let spectrum: Simulator;
	const start = async (options: object) => (spectrum = await Simulator.start({ tls: false, ...options }));
	afterEach(async () => await spectrum.stop());

	const count = (instance: string | null, line = spectrum.lines[0]) =>
		ask(spectrum, '/v1/chats:count', { line, headers: { 'x-photon-server': instance } });

	it('is the one that x-photon-server names', async () => {
		await start({ plan: 'dedicated', lines });
		for (const line of spectrum.lines) {
			const answer = await post(spectrum, '/v1/chats', create, { line, headers: { 'x-photon-server': line.id } });
			expect(answer.status).toBe(200);
		}
		expect(spectrum.calls.map(({ line }) => line)).toEqual(lines);
		expect(spectrum.phone(alice).messages.map(({ line }) => line)).toEqual(lines);
	});

	it('opens with its own token alone', async () => {
		await start({ plan: 'dedicated', lines });
		const [first, second] = spectrum.lines;
		expect((await errorOf(count(first?.id ?? '', second))).status).toBe(401);
	});

	it('is the only one, or the shared pool, when none is named', async () => {
		await start({ plan: 'dedicated' });
		expect((await count(null)).status).toBe(200);
		await spectrum.stop();
		await start({});
		expect((await count(null)).status).toBe(200);
	});

	it.each([
		['notFound', 404, 'not_found'],
		['invalidArgument', 400, 'invalid_argument'],
	] as const)('is refused when it is not there: %s', async (unknownInstance, expected, code) => {
		await start({ plan: 'dedicated', lines });
		spectrum.settings.unknownInstance = unknownInstance;
		const { status, body } = await errorOf(count('nowhere'));
		expect({ status, ...body }).toMatchObject({ status: expected, code, source: 'middleware', context: { header: 'x-photon-server' } });
		expect(spectrum.calls).toEqual([]);
	});

	it('must be named among several', async () => {
		await start({ plan: 'dedicated', lines });
		const { status, body } = await errorOf(count(null));
		expect({ status, ...body }).toMatchObject({ status: 400, code: 'invalid_argument', source: 'middleware' });
	});

	it('has no name on the shared plan', async () => {
		await start({});
		expect((await errorOf(count('shared'))).status).toBe(404);
	});
});

it('a port that another program has is named, and nothing goes on', async () => {
	const first = await Simulator.start({ tls: false });
	const httpPort = Number(new URL(first.httpUrl).port);
	try {
		const failure: unknown = await Simulator.start({ tls: false, httpPort }).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(PortInUse);
		expect(failure).toMatchObject({ port: httpPort, purpose: 'The HTTP face' });
	} finally {
		await first.stop();
	}
});
