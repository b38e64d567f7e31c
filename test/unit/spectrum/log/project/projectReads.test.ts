import type { Message } from '../../../../../nodes/shared/spectrum/model/message';
import {
	alice,
	change,
	direct,
	failure,
	group,
	line,
	message,
	occurredAt,
	ports,
	projected,
	sequence,
	sharedLine,
	us,
} from './projectSupport';

const readAt = '2026-11-21T08:02:00.000Z';
const ours = message({ text: 'Hello\uFFFC', isFromMe: true, sender: undefined });
const read = (facts: object = {}) => change({ type: 'message.read', messageId: 'm', readAt, actor: us, isFromMe: true, ...facts });
const about = (found: Message) => ports({ message: () => Promise.resolve(found) });

test('in a direct space the reader is the other one, whoever the server names', async () => {
	expect(await projected(read(), { ports: about(ours) })).toEqual({
		event: 'message.read',
		id: `m:read:${sequence}`,
		sequence,
		timestamp: readAt,
		space: { id: direct, type: 'dm', phone: '+15550000001' },
		sender: { id: '+15551234567', address: '+15551234567' },
		message: { id: 'm', text: 'Hello', readAt },
	});
	const unsaid = await projected(read({ readAt: undefined, actor: undefined }), { ports: about(message({ isFromMe: true })) });
	expect(unsaid).toMatchObject({ timestamp: occurredAt, sender: { address: '+15551234567' } });
	expect(unsaid?.message).toEqual({ id: 'm' });
	const shared = await projected(read({ spaceId: 'iMessage;-;alice@example.com' }), { on: sharedLine, ports: about(ours) });
	expect(shared).toMatchObject({ sender: { address: 'alice@example.com' } });
});

describe('in a group', () => {
	const reader = async (facts: object, found = ours, on = line) => {
		const event = await projected(read({ spaceId: group, ...facts }), { on, ports: about(found) });
		expect(event).toMatchObject({ event: 'message.read' });
		expect(event).not.toHaveProperty('isFromMe');
		return event?.sender?.address;
	};

	test('the reader is the actor', async () => {
		expect(await reader({ actor: alice })).toBe('+15551234567');
	});

	test('nobody, when the server names our own line', async () => {
		expect(await reader({})).toBeUndefined();
		expect(await reader({ actor: undefined })).toBeUndefined();
		const ownNumber = { address: '+15559990000', service: 'iMessage' } as const;
		expect(await reader({ actor: ownNumber }, { ...ours, ownAddress: 'p:+15559990000' }, sharedLine)).toBeUndefined();
		expect(await reader({ actor: ownNumber }, { ...ours, sender: ownNumber }, sharedLine)).toBeUndefined();
	});
});

test('our own reading that comes back is no event', async () => {
	expect(await projected(read({ isFromMe: false, actor: alice }), { ports: about(message({ isFromMe: false })) })).toBeUndefined();
});

test('of a message that is not there nobody knows whose it was', async () => {
	expect(await projected(read(), { ports: ports({ message: () => Promise.reject(failure('notFound', 'NOT_FOUND')) }) })).toBeUndefined();
});

test.each(['unavailable', 'unsupported', 'protocol', 'permission'] as const)(
	'a message that can be had later is waited for (%s)',
	async (kind) => {
		const failing = ports({ message: () => Promise.reject(failure(kind, 'SOME_STATUS')) });
		await expect(projected(read(), { ports: failing })).rejects.toMatchObject({ kind });
	},
);
