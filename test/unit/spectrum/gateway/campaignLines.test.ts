import { Gateway } from '../../../../nodes/shared/spectrum/gateway/Gateway';
import { createPool, type ConnectionPool } from '../../../../nodes/shared/spectrum/gateway/pool/pool';
import { CampaignLines, type KnownLine } from '../../../../nodes/shared/spectrum/gateway/recipes/campaign/lines';
import { toCloudConnection } from '../../../../nodes/shared/n8n/credentials/credentials';
import { Simulator } from '../../../../simulator/src';
import { nodeHttp } from '../../../support/httpPort';
import { threeLines } from './gatewaySupport';

const limits = { newPerDay: 40, gapMilliseconds: 3_000 };
const now = Date.UTC(2026, 0, 7, 12);
let spectrum: Simulator;
let pool: ConnectionPool;

beforeEach(async () => {
	spectrum = await Simulator.start({ plan: 'dedicated', lines: threeLines });
	pool = createPool();
});

afterEach(async () => {
	pool.close();
	await spectrum.stop();
});

const linesOf = async () =>
	await CampaignLines.of(new Gateway(toCloudConnection(spectrum.cloudCredential()), { http: nodeHttp }, pool), () => true);

test('where several processes send, the line of a new person depends on the person, however much room each line has', async () => {
	const lines = await linesOf();
	/** What two processes may think of the same lines. */
	const rooms = lines.senders.map((most) => (known: KnownLine) => (known === most ? 40 : 7));
	const people = Array.from({ length: 60 }, (_, index) => `+1212555${String(1_000 + index)}`);
	const chosen = people.map((address) => rooms.map((room) => lines.forPerson(address, limits, now, room)?.line.id));
	for (const each of chosen) expect(new Set(each).size).toBe(1);
	// Each line has its part of them.
	const counts = lines.senders.map(({ line }) => chosen.filter(([id]) => id === line.id).length);
	expect(Math.min(...counts)).toBeGreaterThan(5);
	// Otherwise the one with the most room is chosen.
	expect(rooms.map((room) => lines.withMostRoom(limits, now, room)?.line.id)).toEqual(lines.senders.map(({ line }) => line.id));
});

test('a line without room is nobody’s', async () => {
	const lines = await linesOf();
	const [only] = lines.senders;
	const room = (known: KnownLine) => (known === only ? 1 : 0);
	for (const address of ['+12125550101', '+12125550102', '+12125550103']) {
		expect(lines.forPerson(address, limits, now, room)).toBe(only);
		expect(lines.forPerson(address, limits, now, () => 0)).toBeUndefined();
	}
});
