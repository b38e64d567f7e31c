import { picture } from '../contract/pictures';
import { type Desk, fileOf, friend, line, person, space } from './operationDesk';

/** One operation: what is run, and what its first item has to hold. */
export interface OperationCase {
	/** `node resource.operation`, as the test that compares them with the nodes writes them. */
	readonly name: string;
	readonly run: (desk: Desk) => Promise<unknown>;
	readonly gives: object;
}

const png = fileOf(picture('png'), 'image/png', 'picture.png');
const jpeg = fileOf(picture('jpeg'), 'image/jpeg', 'picture.jpg');
const sent = { messageId: expect.any(String) as unknown, line };
const card = {
	appName: 'Orders',
	teamId: 'A1B2C3D4E5',
	extensionBundleId: 'com.example.orders.messages',
	url: 'https://example.com/17',
	caption: 'Order 17',
};
const layout = { caption: 'Order 17' };
/** Nothing listens there, so the card is made of its layout alone. */
const appCard = { url: 'https://localhost:1/', layout, options: { allowPrivateAddresses: true } };

function imessage(operation: string, parameters: object, gives: object, item?: (desk: Desk) => unknown): OperationCase {
	return on('imessage', operation, parameters, gives, item);
}

/** @param operation with its resource, where the node has resources */
function on(node: string, operation: string, parameters: object, gives: object, item?: (desk: Desk) => unknown): OperationCase {
	const [name = '', resource] = operation.split('.').reverse();
	return {
		name: `${node} ${operation}`,
		run: async (desk) => await desk.run(node, { resource, operation: name, ...parameters }, (await item?.(desk)) as never),
		gives,
	};
}

const onMessages: readonly OperationCase[] = [
	imessage('message.sendText', { text: '**Hello**' }, sent),
	imessage('message.sendAttachment', {}, { ...sent, attachments: [{ name: 'picture.png' }] }, (desk) => ({
		...desk.received(),
		binary: png,
	})),
	imessage('message.sendRichLink', { url: 'https://example.com/' }, sent),
	imessage('message.reply', { text: 'Yes' }, sent, (desk) => desk.received()),
	imessage('message.edit', { text: 'Second' }, sent, async (desk) => await desk.sent()),
	imessage('message.unsend', {}, { ...sent, unsent: true }, async (desk) => await desk.sent()),
	imessage('message.notifyAnyway', {}, { ...sent, notified: true }, async (desk) => {
		desk.spectrum.phone(person).focus = true;
		const item = await desk.sent();
		desk.spectrum.phone(person).focus = false;
		return item;
	}),
	imessage('card.sendContactCard', { firstName: 'Ada', phones: { phone: [{ kind: 'work', value: person }] } }, sent),
	imessage('card.shareOwnCard', {}, { spaceId: space }, (desk) => desk.received()),
	imessage('card.sendMiniApp', card, { ...sent, miniAppSession: { spaceId: space } }),
	imessage('card.updateMiniApp', card, { miniAppSession: { spaceId: space } }, async (desk) => ({
		json: await desk.run('imessage', { resource: 'card', operation: 'sendMiniApp', ...card }),
	})),
	imessage('card.sendAppCard', appCard, { ...sent, card: layout }),
	imessage('card.updateAppCard', appCard, { card: layout }, async (desk) => ({
		json: await desk.run('imessage', { resource: 'card', operation: 'sendAppCard', ...appCard }),
	})),
	on('imessageEffect', 'sendText', { text: 'Hooray' }, sent),
	on('imessageEffect', 'sendAttachment', {}, sent, (desk) => ({ ...desk.received(), binary: png })),
	on('imessageTapback', 'add', { reaction: 'love' }, { spaceId: space }, (desk) => desk.received()),
	on('imessageTapback', 'remove', { reaction: 'love' }, { spaceId: space }, async (desk) => {
		const item = desk.received();
		await desk.run('imessageTapback', { operation: 'add', reaction: 'love' }, item);
		return item;
	}),
	on('imessageTapback', 'placeSticker', { x: 0.25, y: 1.1 }, { attachmentId: expect.any(String) as unknown }, (desk) => ({
		...desk.received(),
		binary: png,
	})),
	on('imessageTyping', 'start', {}, { space: { id: space } }),
	on('imessageTyping', 'stop', {}, { space: { id: space } }),
	on('imessageTyping', 'typeForAWhile', { seconds: 2 }, { space: { id: space } }),
];

const poll = (desk: Desk) => {
	desk.received();
	const { guid } = desk.spectrum.phone(person).createPoll(space, 'Where to?', ['Pizza', 'Pasta']);
	return { json: { pollId: guid, line } };
};
const votedPoll = async (desk: Desk) => {
	const item = poll(desk);
	await desk.run('imessagePoll', { operation: 'vote', option: 'Pizza' }, item);
	return item;
};

const onSpaces: readonly OperationCase[] = [
	on(
		'imessagePoll',
		'create',
		{ title: 'Where to?', pollOptions: { option: [{ text: 'Pizza' }, { text: 'Pasta' }] } },
		{ title: 'Where to?' },
	),
	on('imessagePoll', 'get', {}, { title: 'Where to?' }, poll),
	on('imessagePoll', 'vote', { option: 'Pasta' }, { pollId: expect.any(String) as unknown }, poll),
	on('imessagePoll', 'unvote', {}, { pollId: expect.any(String) as unknown }, votedPoll),
	on('imessagePoll', 'addOption', { text: 'Sushi' }, { pollId: expect.any(String) as unknown }, poll),
	on('imessageBackground', 'set', {}, { hasBackground: true, format: 'PNG' }, (desk) => ({ ...desk.received(), binary: png })),
	on('imessageBackground', 'get', {}, { hasBackground: false }, (desk) => {
		desk.spectrum.receive({ from: friend, text: 'Hi', line });
		return { json: { space: { id: `any;-;${friend}`, type: 'dm', phone: line } } };
	}),
	on('imessageBackground', 'clear', {}, { hasBackground: false }, (desk) => desk.received()),
	on('imessageCreateSpace', 'space.createDirect', { address: person }, { spaceId: space, line }),
	on('imessageCreateSpace', 'space.createGroup', { members: `${person}, ${friend}` }, { spaceType: 'group', line }),
	on('imessageCreateSpace', 'group.rename', { name: 'Party' }, { name: 'Party' }, (desk) => desk.group()),
	on('imessageCreateSpace', 'group.addMembers', { members: 'carol@example.com' }, { spaceType: 'group' }, (desk) => desk.group()),
	on('imessageCreateSpace', 'group.removeMembers', { members: friend }, { members: [person] }, (desk) => desk.group()),
	on('imessageCreateSpace', 'group.listMembers', {}, { spaceType: 'group' }, (desk) => desk.group()),
	on('imessageCreateSpace', 'group.leave', {}, { spaceType: 'group' }, (desk) => desk.group()),
	on('imessageCreateSpace', 'group.setIcon', {}, { hasIcon: true, format: 'JPEG' }, (desk) => ({ ...desk.group(), binary: jpeg })),
	on('imessageCreateSpace', 'group.clearIcon', {}, { hasIcon: false }, (desk) => desk.group()),
	on('imessageCreateSpace', 'group.getIcon', {}, { hasIcon: true, binary: { data: { mimeType: 'image/png' } } }, (desk) => {
		const item = desk.group();
		desk.spectrum.phone(person).setGroupIcon(item.spaceId, picture('png'));
		return item;
	}),
];

const attachment = (desk: Desk) => {
	const content = { type: 'attachment', id: 'A', name: 'beach.jpg', mimeType: 'image/jpeg' } as const;
	desk.spectrum.receive({ from: person, line, content: { ...content, bytes: Buffer.alloc(300_001, 7) } });
	const { json } = desk.received() as { json: object };
	return { json: { ...json, content } };
};
const drawing = (desk: Desk) => {
	const { messageId } = desk.spectrum.receive({
		from: person,
		line,
		embeddedMedia: { data: Buffer.from('a drawing'), mimeType: 'image/heic' },
		content: { type: 'handwriting' },
	});
	return { json: { messageId, space: { id: space, type: 'dm', phone: line } } };
};
const sharing = (desk: Desk) => {
	desk.received();
	desk.spectrum.phone(person).shareLocation({ latitude: 52.52, longitude: 13.405, longAddress: 'Alexanderplatz 1, Berlin' }, line);
	return { json: {} };
};

const onConversations: readonly OperationCase[] = [
	on('imessageConversation', 'conversation.getMany', {}, { spaceId: expect.any(String) as unknown }, (desk) => desk.received()),
	on('imessageConversation', 'conversation.getDetails', {}, { spaceId: space }, (desk) => desk.received()),
	on('imessageConversation', 'conversation.history', { limit: 1 }, { text: 'The newest' }, (desk) => desk.received('The newest')),
	on('imessageConversation', 'conversation.markRead', {}, { spaceId: space }, (desk) => desk.received()),
	on('imessageConversation', 'conversation.getAnswer', {}, { answered: true, data: { approved: true } }, async (desk) => {
		const item = await desk.sent('May I?');
		desk.spectrum.receive({ from: person, text: 'Yes', line });
		return item;
	}),
	on('imessageConversation', 'message.get', {}, { text: 'Read me' }, (desk) => desk.received('Read me')),
	on('imessageConversation', 'message.getEmbeddedMedia', {}, { mimeType: 'image/heic', size: 9 }, drawing),
	on('imessageConversation', 'message.sendWithFallback', { text: 'Hi', fallbackWhen: 'both' }, { service: 'iMessage', line }),
	on('imessageConversation', 'message.waitUntilDelivered', {}, { delivered: true }, async (desk) => await desk.sent()),
	on('imessageConversation', 'attachment.download', {}, { name: 'beach.jpg', size: 300_001 }, attachment),
	on('imessageConversation', 'address.check', { address: person }, { imessageAvailable: true, line }),
	on('imessageConversation', 'location.askLocation', { to: { __rl: true, mode: 'address', value: person } }, { address: person }, (desk) =>
		desk.received(),
	),
	on('imessageConversation', 'location.getLocation', { person }, { latitude: 52.52, longAddress: 'Alexanderplatz 1, Berlin' }, sharing),
	on('imessageConversation', 'location.getLocations', {}, { address: person, longitude: 13.405 }, sharing),
];

/** Every operation that a node does at once. Questions, campaigns and the control plane have tests of their own. */
export const operationCases: readonly OperationCase[] = [...onMessages, ...onSpaces, ...onConversations];
