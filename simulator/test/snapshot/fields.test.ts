import { Simulator } from '../../src';
import { Attachments } from '../../src/store/attachments';
import { EventLog } from '../../src/store/eventLog';
import { DailyCount } from '../../src/store/quota';
import { Writes } from '../../src/store/writes';

/** What each store holds: kept in a snapshot, or left out because it was given or is made of the rest. */
const fields: Readonly<Record<string, { readonly kept: readonly string[]; readonly leftOut: readonly string[] }>> = {
	line: {
		kept: [
			'log',
			'writes',
			'chats',
			'messages',
			'polls',
			'gone',
			'attachments',
			'locations',
			'conversations',
			'messagesToday',
			'conversationsToday',
		],
		leftOut: ['id', 'phone', 'plan', 'clock', 'behaviour', 'phones', 'rows', 'mostRows'],
	},
	phone: {
		kept: ['address', 'imessage', 'focus', 'country', 'sendErrorCode', 'offline', 'waiting', 'inbox', 'log'],
		leftOut: ['byId', 'people', 'onChange', 'retention'],
	},
	log: { kept: ['events', 'next', 'newest', 'newestDropped'], leftOut: ['kept', 'listeners'] },
	locations: { kept: ['byAddress'], leftOut: ['now', 'listeners', 'updates'] },
	writes: { kept: ['byKey'], leftOut: ['repeatAnswer', 'kept'] },
	attachments: { kept: ['byGuid'], leftOut: ['bytes', 'limits'] },
	worker: { kept: ['waiting'], leftOut: ['options', 'attempts', 'resting'] },
	count: { kept: ['count', 'end'], leftOut: ['clock'] },
	tokens: { kept: ['issued'], leftOut: ['clock', 'ttlSeconds'] },
	users: { kept: ['byId'], leftOut: [] },
	webhooks: { kept: ['byId', 'failures'], leftOut: ['clock'] },
	world: {
		kept: ['settings', 'phones', 'tokens', 'lines', 'users', 'platforms', 'profile', 'webhooks', 'inbox', 'worker'],
		leftOut: [
			...['hosts', 'certificates', 'clock', 'host', 'faults', 'calls', 'streams', 'requests', 'controlPlane', 'httpFace'],
			...['watchers', 'stopping'],
		],
	},
};

let spectrum: Simulator;

beforeAll(async () => {
	spectrum = await Simulator.start({ tls: false });
});

afterAll(async () => await spectrum.stop());

/** Fields that TypeScript hides are there all the same. */
const part = (owner: object, name: string): object => (owner as Record<string, object>)[name] as object;

test.each(Object.keys(fields))('a new field of the %s is kept or left out on purpose', (name) => {
	const world = part(spectrum, 'world');
	const stores: Readonly<Record<string, object>> = {
		line: spectrum.store(),
		phone: spectrum.phone('+15551234567'),
		log: new EventLog(),
		writes: new Writes(() => 'original'),
		attachments: new Attachments(),
		locations: spectrum.store().locations,
		count: new DailyCount(spectrum.clock),
		tokens: spectrum.tokens,
		users: part(world, 'users'),
		webhooks: part(world, 'webhooks'),
		worker: part(world, 'worker'),
		world,
	};
	const { kept, leftOut } = fields[name] as { kept: readonly string[]; leftOut: readonly string[] };
	expect(Object.keys(stores[name] as object).sort()).toEqual([...kept, ...leftOut].sort());
});
