import type { INodeParameters } from 'n8n-workflow';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import { ImessageTapback } from '../../../nodes/ImessageTapback/ImessageTapback.node';
import { credentials, startHostFor, underTest } from '../../support/oneNode';
import { RecordingServer } from '../../support/httpServer';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const sendType = 'n8n-nodes-spectrum-imessage.imessage';
const type = 'n8n-nodes-spectrum-imessage.imessageTapback';
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('any picture')]);

const start = useSpectrum((simulator) => startHostFor(simulator, { [sendType]: new Imessage(), [type]: new ImessageTapback() }));

/** Two texts to one person, and a sticker on each, which names neither message nor conversation. */
function workflow(pictureUrl: string) {
	const node = (name: string, nodeType: string, parameters: INodeParameters, settings: object = {}) => ({
		id: name,
		name,
		type: nodeType,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters,
		credentials,
		...settings,
	});
	const to = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });
	const sticker = {
		operation: 'placeSticker',
		pictureSource: 'url',
		pictureUrl,
		options: { allowPrivateAddresses: true },
	};
	return {
		id: 'stickers',
		name: 'Stickers',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', {}),
			node('Send', sendType, {
				operation: 'sendText',
				to: { __rl: true, mode: 'address', value: person },
				text: '={{ $json.text }}',
			}),
			node(underTest, type, sticker, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1, onError: 'continueRegularOutput' }),
		],
		connections: { Start: to('Send'), Send: to(underTest) },
	};
}

test('a retry places the sticker whose picture could not be fetched, and no other one twice', async () => {
	const { spectrum, host } = await start();
	const web = await RecordingServer.start((response, _request, number) =>
		number === 1 ? response.writeHead(503).end() : response.writeHead(200, { 'content-type': 'image/png' }).end(png),
	);
	try {
		const triggerItems = [{ json: { text: 'one' } }, { json: { text: 'two' } }];
		const run = await host.execute(workflow(`${web.url}/star.png`), { triggerItems });
		const [one, two] = run.json('Send');
		expect(run.json(underTest)).toMatchObject([{ messageId: one?.messageId }, { messageId: two?.messageId }]);
		const placed = spectrum.phone(person).eventsOf('sticker');
		expect(placed.map(({ target }) => target.guid).sort()).toEqual([one?.messageId, two?.messageId].sort());
	} finally {
		await web.stop();
	}
});
