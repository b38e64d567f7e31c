import { readDelivery } from '../../../../nodes/shared/spectrum/webhook/delivery';

const space = { id: 'any;-;+15551234567', platform: 'iMessage', type: 'dm', phone: '+15550000001' };
const message = {
	id: 'spc-msg-1',
	platform: 'iMessage',
	direction: 'inbound',
	timestamp: '2026-11-21T08:00:00.000Z',
	sender: { id: '+15551234567', platform: 'iMessage' },
	space,
	content: { type: 'text', text: 'Hi' },
};
const whole = { event: 'messages', space, message };

const read = (body: unknown) => readDelivery(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
const without = (name: string) => ({ ...whole, message: Object.fromEntries(Object.entries(message).filter(([key]) => key !== name)) });

/** The delivery, or a failure that says why there is none. */
function delivered(body: unknown) {
	const reading = read(body);
	if (reading.verdict !== 'delivery') throw new Error(JSON.stringify(reading));
	return reading.delivery;
}

test('a whole delivery', () => {
	expect(delivered(whole)).toEqual({
		messageId: 'spc-msg-1',
		space: { id: 'any;-;+15551234567', type: 'dm', phone: '+15550000001' },
		timestamp: '2026-11-21T08:00:00.000Z',
		sender: { id: '+15551234567', platform: 'iMessage' },
		content: { type: 'text', text: 'Hi' },
		raw: whole,
	});
});

test('a byte order mark before the JSON does not lose the message', () => {
	expect(delivered(`\ufeff${JSON.stringify(whole)}`)).toEqual(delivered(whole));
});

describe('what the contract lets be missing', () => {
	test.each(['platform', 'direction', 'space'])('%s of the message', (name) => {
		const { raw: _whole, ...expected } = delivered(whole);
		const { raw: _raw, ...found } = delivered(without(name));
		expect(found).toEqual(expected);
	});

	test('timestamp and sender are then absent', () => {
		expect(delivered(without('timestamp'))).not.toHaveProperty('timestamp');
		expect(delivered(without('sender'))).not.toHaveProperty('sender');
	});

	test("the space: the message's copy stands in, whole or in part", () => {
		expect(delivered({ event: 'messages', message }).space).toEqual({ id: space.id, type: 'dm', phone: space.phone });
		expect(delivered({ ...whole, space: { id: space.id } }).space.phone).toBe(space.phone);
	});

	test('the type of the space: the GUID tells', () => {
		const of = (id: string) => delivered({ ...whole, space: { id }, message: { ...message, space: undefined } }).space;
		expect(of('any;-;+15551234567')).toEqual({ id: 'any;-;+15551234567', type: 'dm' });
		expect(of('any;+;chat1')).toEqual({ id: 'any;+;chat1', type: 'group' });
		expect(of('iMessage;+;chat1').type).toBe('group');
	});
});

test.each(['iMessage', 'imessage', 'IMESSAGE'])('platform %s is ours', (platform) => {
	expect(read({ ...whole, message: { ...message, platform } }).verdict).toBe('delivery');
});

test('a timestamp that is no time is absent', () => {
	expect(delivered({ ...whole, message: { ...message, timestamp: 'soon' } })).not.toHaveProperty('timestamp');
	expect(delivered({ ...whole, message: { ...message, timestamp: 5 } })).not.toHaveProperty('timestamp');
});

describe('deliveries of Spectrum that are not for this pack', () => {
	test('an event that is not known', () => {
		expect(read({ event: 'polls', poll: {} })).toEqual({ verdict: 'unknownEvent', event: 'polls' });
	});

	test('another platform of the same project, wherever it is named', () => {
		const verdict = { verdict: 'otherPlatform', platform: 'whatsapp' };
		expect(read({ ...whole, message: { ...message, platform: 'whatsapp' } })).toEqual(verdict);
		expect(read({ ...without('platform'), space: { ...space, platform: 'whatsapp' } })).toEqual(verdict);
		expect(read({ event: 'messages', message: { ...message, platform: undefined, space: { ...space, platform: 'whatsapp' } } })).toEqual(
			verdict,
		);
	});

	test('what neither others nor our line did', () => {
		expect(read({ ...whole, message: { ...message, direction: 'sideways' } })).toEqual({
			verdict: 'notInbound',
			direction: 'sideways',
		});
	});
});

test('the echo of a message of our own is told as such', () => {
	expect(delivered({ ...whole, message: { ...message, direction: 'Outbound' } })).toMatchObject({
		messageId: 'spc-msg-1',
		isOutbound: true,
	});
	expect(delivered(whole)).not.toHaveProperty('isOutbound');
});

test('the event may have the name that it is registered by', () => {
	expect(delivered({ ...whole, event: 'message.received' })).toMatchObject({ content: { text: 'Hi' } });
});

/** Content of albums within each other. */
function albums(levels: number): object {
	let content: object = { type: 'text', text: 'Hi' };
	for (let level = 0; level < levels; level++) content = { type: 'group', items: [{ id: `p:0/${level}`, content }] };
	return content;
}
const withAlbums = (levels: number) => ({ ...whole, message: { ...message, content: albums(levels) } });

test('albums within an album are read to the fifth', () => {
	expect(read(withAlbums(5)).verdict).toBe('delivery');
});

test('an album that is nested so deeply that reading it would exhaust the stack is not the contract', () => {
	const levels = 20_000;
	const content = `${'{"type":"group","items":[{"content":'.repeat(levels)}{"type":"text"}${'}]}'.repeat(levels)}`;
	const body = JSON.stringify({ ...whole, message: { ...message, content: '?' } }).replace('"?"', content);
	expect(read(body)).toEqual({ verdict: 'malformed', problem: 'its album is nested too deeply' });
	expect(read(withAlbums(6)).verdict).toBe('malformed');
});

/** A reply to a reply, and so on. */
function replies(levels: number): object {
	let content: object = { type: 'text', text: 'Hi' };
	for (let level = 0; level < levels; level++) content = { type: 'reply', content };
	return content;
}

test('replies within a reply, and albums within it, are read to the fifth', () => {
	expect(read({ ...whole, message: { ...message, content: replies(5) } }).verdict).toBe('delivery');
	const six = { verdict: 'malformed', problem: 'its reply is nested too deeply' };
	expect(read({ ...whole, message: { ...message, content: replies(6) } })).toEqual(six);
	expect(read({ ...whole, message: { ...message, content: { type: 'reply', content: albums(5) } } })).toEqual(six);
});

test.each([
	['a reply', '{"type":"reply","content":', '{"type":"text","text":"x"}', '}', 'its reply is nested too deeply'],
	['an album', '{"type":"group","items":[{"content":', '{"type":"text","text":"x"}', '}]}', 'its album is nested too deeply'],
	['a field that is passed on', '{"type":"text","text":"x","more":', '1', '}', 'it is nested too deeply'],
	['a field that nobody knows', '{"type":"hologram","more":', '1', '}', 'it is nested too deeply'],
	['a list', '{"type":"hologram","more":[', '1', ']}', 'it is nested too deeply'],
])('%s nested 100,000 deep ends in a refusal, not in the stack', (_name, open, middle, close, problem) => {
	const levels = 100_000;
	const body = JSON.stringify({ ...whole, message: { ...message, content: '?' } }).replace(
		'"?"',
		`${open.repeat(levels)}${middle}${close.repeat(levels)}`,
	);
	expect(read(body)).toEqual({ verdict: 'malformed', problem });
});

test('a hundred levels are passed on, and brackets in a text are none', () => {
	const deep = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`) as unknown;
	// The body, its message and the content are three.
	expect(read({ ...whole, message: { ...message, content: { type: 'hologram', deep: deep(97) } } }).verdict).toBe('delivery');
	expect(read({ ...whole, message: { ...message, content: { type: 'hologram', deep: deep(98) } } }).verdict).toBe('malformed');
	const text = `"\\"${'[{'.repeat(200)}`;
	expect(delivered({ ...whole, message: { ...message, content: { type: 'text', text } } }).content).toEqual({ type: 'text', text });
});

test('a thousand members of a group are read, and no more', () => {
	const of = (count: number) =>
		read({ ...whole, message: { ...message, content: { type: 'addMember', members: Array(count).fill('a@b.c') } } });
	expect(of(1_000).verdict).toBe('delivery');
	expect(of(1_001)).toEqual({ verdict: 'malformed', problem: 'it names more than 1000 members of a group' });
});

test.each([
	['nothing', ''],
	['half of it', '{"event":'],
	['a list', []],
	['null', 'null'],
	['a text', '"messages"'],
	['no event', { ...whole, event: undefined }],
	['an event that is no text', { ...whole, event: 5 }],
	['an empty event', { ...whole, event: '' }],
	['no message', { event: 'messages', space }],
	['a message that is a list', { ...whole, message: [] }],
	['no message id', without('id')],
	['a message id that is a number', { ...whole, message: { ...message, id: 7 } }],
	['no space at all', { event: 'messages', message: { ...message, space: undefined } }],
	['a space without an id', { ...whole, space: {}, message: { ...message, space: { type: 'dm' } } }],
	['no content', without('content')],
	['a content without a type', { ...whole, message: { ...message, content: { text: 'Hi' } } }],
])('%s is not the contract', (_name, body) => {
	expect(read(body)).toEqual({ verdict: 'malformed', problem: expect.stringMatching(/^it/) });
});
