import { NodeHelpers, type INode, type INodeParameters, type INodeProperties } from 'n8n-workflow';
import { ImessageTrigger } from '../../../nodes/ImessageTrigger/ImessageTrigger.node';
import { eventNames } from '../../../nodes/shared/spectrum/model/event/eventNames';

const { description } = new ImessageTrigger();
const node: INode = {
	id: 'trigger',
	name: 'iMessage Trigger',
	type: 'n8n-nodes-spectrum-imessage.imessageTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** Parameters as the editor keeps them after a change: what is not shown falls away, and what is missing gets its default. */
function kept(parameters: INodeParameters): INodeParameters {
	return NodeHelpers.getNodeParameters(description.properties, parameters, true, false, node, description) ?? {};
}

/** What n8n says of the parameters before it publishes the workflow. */
function issues(parameters: INodeParameters): Record<string, string[]> {
	const found = NodeHelpers.getNodeParametersIssues(description.properties, { ...node, parameters: kept(parameters) }, description);
	return found?.parameters ?? {};
}

function notices(parameters: INodeParameters): string[] {
	const values = kept(parameters);
	return description.properties
		.filter((property) => property.type === 'notice' && NodeHelpers.displayParameter(values, property, node, description))
		.map(({ displayName }) => displayName);
}

/**
 * n8n 2.40 makes the node creator's entries of a trigger out of the first property that is displayed as Event, Events or
 * Trigger On (`triggersCategory` of the editor): the property's value and, of its display options, the first of each.
 */
function creatorEntries(): Array<{ name: string; parameters: INodeParameters }> {
	const property = description.properties.find(({ displayName }) => ['event', 'events', 'trigger on'].includes(displayName.toLowerCase()));
	const shown = Object.entries(property?.displayOptions?.show ?? {}).map(([name, values]) => [name, values?.[0] as string]);
	const options = (property?.options ?? []) as Array<{ name: string; value: string }>;
	return options.map(({ name, value }) => ({
		name: `On ${name.toLowerCase()}`,
		parameters: { ...(Object.fromEntries(shown) as INodeParameters), [property?.name ?? '']: [value] },
	}));
}

describe('events', () => {
	test('the creator offers messages first, and makes a trigger by stream of them', () => {
		const [first, ...others] = creatorEntries();
		expect(first).toEqual({ name: 'On message received', parameters: { events: ['message.received'] } });
		expect(others).toHaveLength(eventNames.length - 1);
		for (const { parameters } of creatorEntries()) expect(kept(parameters)).toMatchObject({ receiveBy: 'stream', ...parameters });
	});

	test('are messages only by default, and all that there are can be chosen', () => {
		expect(kept({}).events).toEqual(['message.received']);
		const property = description.properties.filter(({ name }) => name === 'events');
		expect(property).toHaveLength(1);
		expect(((property[0]?.options ?? []) as Array<{ value: string }>).map(({ value }) => value).sort()).toEqual([...eventNames].sort());
	});

	test('survive every change of Receive By', () => {
		let values = kept({ receiveBy: 'stream', events: ['poll.voted', 'message.received'] });
		for (const receiveBy of ['webhook', 'polling', 'webhook', 'stream']) {
			values = kept({ ...values, receiveBy });
			expect(values).toMatchObject({ receiveBy, events: ['poll.voted', 'message.received'] });
		}
	});

	test('that no webhook brings are named where Webhook is chosen, and no others', () => {
		const events = ['message.received', 'poll.voted', 'message.edited'];
		expect(notices({ receiveBy: 'stream', events })).toEqual([]);
		expect(notices({ receiveBy: 'webhook', events: ['message.received', 'message.read'] })).toEqual([]);
		expect(notices({ receiveBy: 'webhook', events })).toEqual([
			expect.stringContaining('<b>Poll Vote</b> by webhook. Choose Stream'),
			expect.stringContaining('<b>Message Edited</b> by webhook. Choose Stream'),
		]);
	});

	test('that are in no log are named where Polling or Webhook is chosen', () => {
		const events = ['location.updated', 'message.edited'];
		expect(notices({ receiveBy: 'stream', events })).toEqual([]);
		expect(notices({ receiveBy: 'polling', events })).toEqual([expect.stringContaining('<b>Location Updated</b> is not in the log')]);
		expect(notices({ receiveBy: 'webhook', events: ['location.updated'] })).toEqual([
			expect.stringContaining('<b>Location Updated</b> by webhook. Choose Stream'),
		]);
	});
});

describe('Public Address', () => {
	const webhook = (value: string): INodeParameters => ({ receiveBy: 'webhook', publicAddress: { __rl: true, mode: 'url', value } });

	test('is required by webhook, before n8n publishes, and by nothing else', () => {
		expect(issues({ receiveBy: 'webhook' })).toEqual({
			publicAddress: expect.arrayContaining([expect.stringContaining('or choose Stream')]) as string[],
		});
		expect(issues({ receiveBy: 'stream' })).toEqual({});
		expect(issues({ receiveBy: 'polling' })).toEqual({});
	});

	test.each([
		'https://n8n.example.com',
		'https://n8n.example.com/',
		'HTTPS://N8N.Example.com:8443/n8n/',
		' https://n8n.example.com\n',
		'={{ $vars.address }}',
	])('%p may be published', (value) => {
		expect(issues(webhook(value))).toEqual({});
	});

	test.each(['http://n8n.example.com', 'n8n.example.com', 'https://', 'https:///webhook', 'ftp://n8n.example.com https://x.example', ' '])(
		'%p may not, and n8n says what to do',
		(value) => {
			expect(issues(webhook(value))).toEqual({ publicAddress: [expect.stringMatching(/https:\/\/ address.*or choose Stream/)] });
		},
	);
});

describe('what n8n says of the Trigger', () => {
	const hints = (name: 'activationMessage' | 'eventTriggerDescription') => description[name];

	test('after publishing promises nothing that can still be refused', () => {
		expect(hints('activationMessage')).toBe('The trigger now connects to your lines. If it cannot, n8n reports that here within seconds.');
	});

	test('while it waits names what to do', () => {
		expect(hints('eventTriggerDescription')).toBe('Write to one of your lines now');
	});
});

/** The editor takes the order of the properties for that of the fields. */
test('what belongs to Webhook stands below Events', () => {
	const names = description.properties.map(({ name }: INodeProperties) => name);
	expect(names.indexOf('publicAddress')).toBeGreaterThan(names.indexOf('events'));
});
