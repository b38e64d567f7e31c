import { readFileSync } from 'node:fs';
import path from 'node:path';
import { webhookRun } from '../../nodes/ImessageTrigger/description';
import { sharedPool } from '../../nodes/shared/spectrum/gateway/pool/pool';
import type { EventContent, ImessageEvent } from '../../nodes/shared/spectrum/model/event/event';
import { Simulator } from '../../simulator/src';
import type { TestHost } from '../support/host';
import { logWorkflow } from '../support/logHost';
import { root } from '../support/allNodes';
import { differences, schemaFile, type OutputSchema } from '../support/host/outputSchemas';
import { startTriggerHost, triggerWorkflow } from '../support/triggerHost';
import { picture } from './pictures';

const folder = path.join(root, 'nodes', 'ImessageTrigger');
const read = (...operation: string[]): OutputSchema =>
	JSON.parse(readFileSync(schemaFile(folder, 1, ...operation), 'utf8')) as OutputSchema;
const schemas = { stream: read(), webhook: read(webhookRun.resource, webhookRun.operation) };

const alice = '+15551230001';
const bob = '+15551230002';
const carol = '+15551230003';
const line = '+15550000001';
const direct = `any;-;${alice}`;

const events = [
	'message.received',
	'message.reactionAdded',
	'message.read',
	'group.displayNameChanged',
	'group.participantAdded',
	'group.participantRemoved',
	'group.participantLeft',
	'group.iconChanged',
	'group.iconRemoved',
];

let spectrum: Simulator;
let host: TestHost;
let group: string;
let own: string;

beforeAll(async () => {
	spectrum = await Simulator.start({ plan: 'dedicated', lines: [line], rateLimit: Number.POSITIVE_INFINITY });
	host = await startTriggerHost(spectrum);
	group = spectrum.createGroup({ members: [alice, bob] });
	spectrum.receive({ from: alice, text: 'First' });
	own = spectrum.ownDevice().send(direct, 'Hello');
	await host.activate(triggerWorkflow({ events }));
	await host.activate(logWorkflow({ events }));
});

afterAll(async () => {
	await host.stop();
	sharedPool.close();
	await spectrum.stop();
});

/** What one act starts in both workflows: the event of the webhook, and that of the stream, which knows its place. */
async function bothWays(act: () => void): Promise<{ hooked: ImessageEvent; streamed: ImessageEvent }> {
	act();
	const runs = [await host.nextExecution(), await host.nextExecution()].map((run) => run.json('Next') as unknown as ImessageEvent[]);
	const [streamed] = runs.find(([event]) => event?.sequence !== undefined) ?? [];
	const [hooked] = runs.find(([event]) => event?.sequence === undefined) ?? [];
	if (hooked === undefined || streamed === undefined) throw new Error(`Not one of each: ${JSON.stringify(runs)}`);
	// Whatever happens in this file, the editor has promised its fields, of each way by itself.
	expect([...differences(schemas.webhook, withoutCard(hooked), 'webhook'), ...differences(schemas.stream, streamed, 'stream')]).toEqual([]);
	return { hooked, streamed };
}

/** What a contact's card says passes through a webhook as it comes. */
function withoutCard(event: ImessageEvent): ImessageEvent {
	return event.content?.type === 'contact' ? { ...event, content: { type: 'contact' } } : event;
}

/** What a workflow decides on. A stream also knows services, places, threads and files of contacts, a webhook the target's words. */
function essence({ event, id, timestamp, space, sender, isFromMe, optOut, message, content, group: named, member }: ImessageEvent): object {
	const { type, kind, emoji, url, text, mimeType, size, name, isVoiceNote, items }: Partial<EventContent> = content ?? {};
	return {
		...{
			event,
			id,
			timestamp,
			space,
			sender: sender?.address,
			isFromMe,
			optOut,
			group: named,
			member: member?.address,
			isMe: member?.isMe,
		},
		message: message && { id: message.id, text: message.text, part: message.part, replyTo: message.replyTo },
		content: content && {
			type,
			kind,
			emoji,
			url,
			text,
			mimeType,
			size,
			name: type === 'contact' ? undefined : name,
			isVoiceNote,
			items: Array.isArray(items) ? items.length : undefined,
		},
	};
}

const file = { type: 'attachment', name: 'a.png', mimeType: 'image/png', bytes: picture('png') } as const;
const memo = { ...file, name: 'm.caf', mimeType: 'application/octet-stream', isVoiceNote: true } as const;

it.each<[string, () => void]>([
	['a text', () => spectrum.receive({ from: alice, text: 'Grüße \u{1F44B}' })],
	['an opt-out', () => spectrum.receive({ from: alice, text: 'Arrêt !' })],
	['a text in a group', () => spectrum.receive({ from: bob, text: 'Hi all', space: group })],
	['a file', () => spectrum.receive({ from: alice, content: file })],
	['a voice memo', () => spectrum.receive({ from: alice, content: memo })],
	['a link', () => spectrum.receive({ from: alice, content: { type: 'richlink', url: 'https://example.com/' } })],
	['an album', () => spectrum.receive({ from: alice, content: { type: 'group', items: [{ type: 'text', text: 'Look' }, file, file] } })],
	['an answer', () => spectrum.receive({ from: alice, text: 'Yes', replyTo: { guid: own } })],
	['an answer with a file', () => spectrum.receive({ from: alice, content: file, replyTo: { guid: own } })],
	['an answer with a voice memo', () => spectrum.receive({ from: alice, content: memo, replyTo: { guid: own } })],
	['a tapback', () => spectrum.phone(alice).react(own, 'question')],
	['an emoji', () => spectrum.phone(alice).react(own, { emoji: '\u{1F389}' })],
	['a receipt', () => spectrum.phone(alice).read(own)],
	['another name', () => spectrum.phone(alice).renameGroup(group, 'Friends')],
	['a new member', () => spectrum.phone(alice).addMember(group, carol)],
	['a member less', () => spectrum.phone(alice).removeMember(group, carol)],
	['a picture', () => spectrum.phone(alice).setGroupIcon(group, picture('png'))],
	['no picture', () => spectrum.phone(alice).setGroupIcon(group)],
	['a member who leaves', () => spectrum.phone(bob).leave(group)],
])('%s is the same event by webhook and by stream', async (_name, act) => {
	const { hooked, streamed } = await bothWays(act);
	expect(essence(hooked)).toEqual(essence(streamed));
});

it('a contact carries its structured name, note and numbers', async () => {
	const name = { formatted: 'Bob Miller', first: 'Bob', last: 'Miller' };
	const content = {
		type: 'contact',
		name,
		phones: [{ value: '+15557654321' }],
		emails: [{ value: 'bob@example.com' }],
		note: 'From work',
	} as const;
	const { hooked, streamed } = await bothWays(() => spectrum.receive({ from: alice, content }));
	expect(hooked.content).toMatchObject({ ...content, displayName: 'Bob Miller' });
	expect(streamed.content).toMatchObject({ type: 'contact', mimeType: 'text/vcard' });
});

test('an opt-out and its undoing are marked, and an ordinary message is not', async () => {
	const marks: unknown[] = [];
	for (const text of ['STOP', 'unstop', 'Please stop calling']) {
		const { hooked, streamed } = await bothWays(() => spectrum.receive({ from: alice, text }));
		marks.push([hooked.optOut, streamed.optOut]);
	}
	expect(marks).toEqual([
		[true, true],
		[false, false],
		[undefined, undefined],
	]);
});
