import type { Simulator } from '../../Simulator';
import type { Cast } from '../cast';
import type { Route, WebPart } from '../route';
import { addOption, createPoll, edit, placeSticker, react, read, unsend, vote } from './actions/gestures';
import { changeMember, createGroup, leave, renameGroup, setPicture } from './actions/groups';
import { changeLocation } from './actions/location';
import { send } from './actions/sending';
import { addPerson, changeSettings } from './actions/settings';
import { usualPeople, type Person } from './contacts';
import { Desk } from './desk';
import { deskCast } from './deskCast';
import type { DeskState } from './deskState';
import { Feed } from './feed';
import { fileRoutes } from './files';
import { lineName } from './holder';
import { address, bodyOf, flag, text, type Body } from './input';
import { search } from './search';
import { itemsOf } from './spaceView';

/** Items of a conversation that a page gets at once. */
const pageSize = 60;

/** Who has a phone, and what a page of another run knew. */
export interface PhoneOptions {
	/** Default two people. */
	readonly people?: readonly Person[];
	readonly former?: DeskState;
}

export interface PhonePart extends WebPart {
	readonly cast: Cast;
	/** For `PhoneOptions.former` of another run. */
	readonly state: () => DeskState;
}

/** The phones: what people do on them, and what they see. */
export function phonePart(simulator: Simulator, { people = usualPeople, former }: PhoneOptions = {}): PhonePart {
	const desk = new Desk(simulator, people, former);
	const feed = new Feed(desk);
	return {
		routes: [...readRoutes(desk), ...fileRoutes(desk), ...actionRoutes(desk, feed)],
		cast: deskCast(desk, feed),
		state: () => desk.state,
		follow: (page) => feed.follow(page),
		close: () => feed.close(),
	};
}

function readRoutes(desk: Desk): Route[] {
	return [
		{
			method: 'GET',
			path: '/phone/lines',
			answer: () => ({ json: desk.lines.map((line) => ({ id: line.id, name: lineName(line), plan: line.plan })) }),
		},
		{
			method: 'GET',
			path: '/phone/history',
			answer: ({ query }) => {
				const holder = desk.holder(address(query.get('phone') ?? ''));
				const line = desk.lineOf(query.get('line') ?? '');
				const before = query.get('before') ?? undefined;
				return { json: itemsOf(holder, line, query.get('space') ?? '', { before, most: pageSize }) };
			},
		},
		{
			method: 'GET',
			path: '/phone/search',
			answer: ({ query }) => ({ json: search(desk, desk.holder(address(query.get('phone') ?? '')), query.get('words') ?? '') }),
		},
	];
}

function actionRoutes(desk: Desk, feed: Feed): Route[] {
	const actions: Readonly<Record<string, (body: Body) => unknown>> = {
		send: (body) => send(desk, body),
		react: (body) => react(desk, body),
		sticker: (body) => placeSticker(desk, body),
		edit: (body) => edit(desk, body),
		unsend: (body) => unsend(desk, body),
		vote: (body) => vote(desk, body),
		option: (body) => addOption(desk, body),
		poll: (body) => createPoll(desk, body),
		group: (body) => createGroup(desk, body),
		rename: (body) => renameGroup(desk, body),
		member: (body) => changeMember(desk, body),
		leave: (body) => leave(desk, body),
		picture: (body) => setPicture(desk, body),
		read: (body) => {
			read(desk, body);
			feed.tellSpace(desk.actor(body).address, desk.line(body), text(body, 'space', 300));
		},
		typing: (body) => {
			const holder = desk.actor(body);
			const line = desk.line(body);
			feed.tellTyping(holder, line, desk.chat(holder, line, text(body, 'space', 300)).guid, flag(body, 'isTyping', true));
		},
		person: (body) => {
			const added = addPerson(desk, body);
			feed.tellPhone(added.address);
			return added;
		},
		location: (body) => {
			const { holder, line } = changeLocation(desk, body);
			feed.tellSpace(holder.address, line, text(body, 'space', 300));
		},
		settings: (body) => {
			changeSettings(desk, body);
			feed.tellPhone(desk.actor(body).address);
		},
	};
	return Object.entries(actions).map(([name, act]) => ({
		method: 'POST',
		path: `/phone/${name}`,
		answer: async ({ json }) => {
			const answer = act(bodyOf(await json()));

			return answer === undefined ? undefined : { json: answer };
		},
	}));
}
