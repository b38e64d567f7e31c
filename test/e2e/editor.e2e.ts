import { Session } from './editor/browser';
import { Editor } from './editor/editor';
import { actions, flowNames, lines, makeScene, people, toolName, triggerName, type Scene } from './editor/scene';
import { lessClearPhrases, searchPhrases } from '../support/searchPhrases';
import { cloudName, World } from './support/world';

let world: World;
let scene: Scene;
let session: Session;
let editor: Editor;

beforeAll(async () => {
	world = await World.start();
	scene = await makeScene(world);
	session = await Session.open({ url: world.n8n.url, owner: world.client.owner }, 'light');
	editor = new Editor(session);
}, 1_200_000);

afterAll(async () => {
	await session?.close();
	await world?.stop();
});

afterEach(() => expect(session.complaints.splice(0)).toEqual([]));

async function open(workflow: string, node: string): Promise<void> {
	await editor.openWorkflow(await scene.workflow(workflow));
	await editor.openNode(node);
}

/** The iMessage node has the icon of the family; the others have one that is named after what they do. */
function iconOf(type: string): string {
	const own = type.replace('imessage', '');
	return own === '' ? type : own.charAt(0).toLowerCase() + own.slice(1);
}

test.each(Object.entries(actions))('%s: its panel opens, with its icon and its credential', async (name, type) => {
	await open(name, name);
	const fields = await editor.fields();
	expect(fields).toEqual(expect.arrayContaining(['Operation', 'Options']));
	// Most people have one line. It is among the options, so the panel does not ask for it.
	expect(fields).not.toContain('Line');
	expect(await session.by('node-credentials-select').locator('input').inputValue()).toBe(cloudName);
	expect(await editor.icons()).toContain(`${iconOf(type)}.svg`);
});

test('the dark theme has its own icon', async () => {
	const dark = await Session.open({ url: world.n8n.url, owner: world.client.owner }, 'dark');
	try {
		const there = new Editor(dark);
		await there.openWorkflow(await scene.workflow('iMessage'));
		await there.openNode('iMessage');
		expect(await there.icons()).toContain('imessage.dark.svg');
		expect(dark.complaints).toEqual([]);
	} finally {
		await dark.close();
	}
});

test('the Trigger: each way to receive has its own fields', async () => {
	await open('iMessage', triggerName);
	expect(await editor.choices('receiveBy')).toEqual(['Stream', 'Webhook', 'Polling']);
	expect(await editor.fields()).toEqual(['Receive By', 'Events', 'First Activation', 'Filters', 'Options']);
	expect((await editor.choices('events')).slice(0, 4)).toEqual(['Message Received', 'Reaction Added', 'Poll Vote', 'Message Edited']);
	expect(await editor.offered(1)).toEqual(expect.arrayContaining(['Acknowledge', 'Gather Messages (Seconds)']));
	await editor.choose('receiveBy', 'Polling');
	expect(await editor.fields()).toEqual(['Receive By', 'Events', 'Poll Every', 'First Activation', 'Filters', 'Options']);
	await editor.choose('pollEvery', 'Custom (Cron)');
	expect(await editor.fields()).toContain('Cron Expression');
	await editor.choose('receiveBy', 'Webhook');
	expect(await editor.fields()).toEqual(['Receive By', 'Events', 'Public Address', 'Filters', 'Options']);
	expect((await editor.choices('events')).slice(0, 2)).toEqual(['Message Received', 'Reaction Added']);
});

/** n8n names a node after its resource and operation, which are no choice of the Trigger's. */
test('the Trigger keeps its name, whichever way it receives', async () => {
	await open('iMessage', triggerName);
	await editor.choose('receiveBy', 'Webhook');
	await editor.choose('receiveBy', 'Stream');
	expect(await editor.panel.getByTestId('node-title-container').innerText()).toBe(triggerName);
});

test('iMessage: fields and options come and go with the operation', async () => {
	await open('iMessage', 'iMessage');
	expect(await editor.fields()).toEqual(['Resource', 'Operation', 'To', 'Text', 'Format', 'Options']);
	expect(await editor.offered()).toContain('Link Preview');
	await editor.choose('operation', 'Edit');
	expect(await editor.fields()).toEqual(['Resource', 'Operation', 'Conversation', 'Message ID', 'New Text', 'Format', 'Options']);
	expect(await editor.offered()).toEqual(['Default Country', 'Idempotency Key', 'Line', 'Text for Older Devices']);
	await editor.choose('operation', 'Unsend');
	expect(await editor.fields()).toEqual(['Resource', 'Operation', 'Conversation', 'Message ID', 'Options']);
	await editor.choose('resource', 'Card');
	expect(await editor.fields()).toEqual(expect.arrayContaining(['First Name', 'Phone Numbers', 'Details']));
	await editor.add('Idempotency Key', 1);
	expect(await editor.fields()).toContain('Idempotency Key');
});

test('When a Limit Is Reached: the notice is there at the moment of the choice, and goes with it', async () => {
	const warning = 'Connect Error again';
	const said = async () => (await editor.panel.innerText()).includes(warning);
	await open('iMessage', 'iMessage');
	await editor.add('When a Limit Is Reached');
	expect(await said()).toBe(false);
	await editor.choose('whenLimit', 'Output Not Sent');
	expect(await said()).toBe(true);
	await editor.closeNode();
	expect(await editor.outputs('iMessage')).toEqual(['Sent', 'Not Sent']);
	// A question has no such output, and does not get it back by itself.
	await editor.openNode('iMessage');
	await editor.choose('operation', 'Send and Wait for Response');
	expect([await said(), await editor.offered()]).toEqual([false, expect.not.arrayContaining(['When a Limit Is Reached'])]);
	await editor.closeNode();
	expect(await editor.outputs('iMessage')).toEqual([]);
	await editor.openNode('iMessage');
	await editor.choose('operation', 'Send Text');
	expect(await said()).toBe(false);
	expect(await editor.offered()).toContain('When a Limit Is Reached');
	await editor.closeNode();
	expect(await editor.outputs('iMessage')).toEqual([]);
});

test('as a tool of an agent, iMessage asks whom it may reach, and warns where that is anyone', async () => {
	await open(toolName, toolName);
	expect(await editor.fields()).toEqual(expect.arrayContaining(['To', 'Reach', 'Listed Addresses', 'Calls per Run', 'Text']));
	expect(await editor.choices('reach')).toEqual(['Only This Conversation', 'Listed Addresses', 'Anyone']);
	await editor.choose('reach', 'Anyone');
	expect(await editor.fields()).toContain('New Conversations per Run');
	expect(await editor.fields()).not.toContain('Listed Addresses');
	expect(await editor.panel.innerText()).toContain('can talk the agent into writing to any address');
});

test('iMessage Tapback and iMessage Poll: what a choice needs appears with it', async () => {
	await open('iMessage Tapback', 'iMessage Tapback');
	expect(await editor.fields()).not.toContain('Emoji');
	await editor.pick('reaction', 'Other Emoji');
	expect(await editor.fields()).toContain('Emoji');
	await editor.choose('findBy', 'By Its Text');
	expect(await editor.fields()).toContain('Text of the Message');
	await open('iMessage Poll', 'iMessage Poll');
	expect(await editor.fields()).toEqual(expect.arrayContaining(['Title', 'Give Options As', 'Poll Options']));
	await editor.choose('operation', 'Vote');
	expect(await editor.fields()).toEqual(expect.arrayContaining(['Poll ID', 'Option']));
	expect(await editor.fields()).not.toContain('Title');
});

/** The fields of a node that has not run yet can be dragged into the next one. */
test('the node behind one that has not run yet shows what that one will give', async () => {
	await open('poll-vote', 'Vote');
	const fields = session.by('ndv-input-panel').getByTestId('run-data-schema-node-name');
	await fields.getByText('pollId', { exact: true }).waitFor();
	expect(await fields.allInnerTexts()).toEqual(expect.arrayContaining(['messageId', 'spaceId', 'line', 'totalVotes', 'voters[0]']));
});

test('the lists show the recent conversations and the lines', async () => {
	await open('iMessage', 'iMessage');
	const spaces = await editor.openList('to');
	expect(spaces).toHaveLength(2);
	for (const address of people) expect(spaces.some((space) => space.startsWith(address))).toBe(true);
	await editor.closeList();
	await editor.add('Line');
	const best = `Best line for a new person · now ${lines[0]}`;
	expect((await editor.openList('line')).sort()).toEqual([...lines.map((line) => `${line} · available`), best]);
});

describe('the nodes panel', () => {
	beforeAll(async () => {
		await editor.openWorkflow(await scene.workflow('iMessage'));
		await editor.openCreator();
	});

	const ours = (names: readonly string[]) => names.filter((name) => name.startsWith('iMessage'));

	test('has one entry for the Trigger and the iMessage node, with what both do', async () => {
		expect(ours(await editor.search('imessage')).sort()).toEqual(Object.keys(actions).sort());
		expect(await editor.descriptionOf('iMessage')).toBe('Start workflows when iMessages arrive, and send and answer iMessages');
	});

	// All are tested without a browser; some of them show that n8n's own panel does the same.
	test.each(searchPhrases.filter((_, index) => index % 4 === 0))('"%s" finds %j', async (phrase, finds) => {
		const found = await editor.search(phrase);
		expect(found).toEqual(expect.arrayContaining([...finds]));
		expect(ours(found)[0]).toBe(finds[0]);
	});

	test.each(lessClearPhrases)('"%s" finds %j, in whatever order', async (phrase, finds) => {
		expect(await editor.search(phrase)).toEqual(expect.arrayContaining([...finds]));
	});
});

test.each(flowNames)('%s lies on the canvas without a complaint', async (name) => {
	await editor.openWorkflow(await scene.workflow(name));
	expect(await session.by('node-issues').count()).toBe(0);
	expect(await session.by('sticky').first().innerText()).not.toBe('');
});

test('a failed run says in the panel what happened and what to do', async () => {
	scene.spectrum.faults.add('SendTextMessage', { type: 'error', code: 'newContactThrottled' });
	await open('iMessage', 'iMessage');
	await session.by('node-execute-button').click();
	const output = session.by('output-panel');
	await output.getByText('The line has started all the new conversations it may start in one day').first().waitFor();
	expect(await output.innerText()).toContain('Write to new people when the next day');
});
