import { Session } from './editor/browser';
import { Editor } from './editor/editor';
import { Newcomer } from './editor/newcomer';
import { cloudName, World, type Connected } from './support/world';
import { until } from './support/until';

/**
 * The first ten minutes of a person who has never seen this pack, on a plan whose lines may write to registered people
 * alone: from the search field to an answered message. One walk; each test is a step of it.
 */
const stranger = '+15551234567';
const answer = 'Thank you for your message!';

let world: World;
let spectrum: Connected['spectrum'];
let session: Session;
let editor: Editor;
let newcomer: Newcomer;

beforeAll(async () => {
	world = await World.start();
	spectrum = await world.spectrum({ plan: 'shared', audience: 'users' });
	session = await Session.open({ url: world.n8n.url, owner: world.client.owner }, 'light');
	editor = new Editor(session);
	newcomer = new Newcomer(editor);
}, 1_800_000);

afterAll(async () => {
	await session?.close();
	await world?.stop();
});

test('"text message" finds iMessage, which offers "On message received"', async () => {
	await newcomer.beginWorkflow();
	expect(await newcomer.openEntry('text message', 'iMessage')).toEqual(expect.arrayContaining(['On message received']));
	await newcomer.takeAction('On message received');
	expect(await editor.value('receiveBy')).toBe('Stream');
});
