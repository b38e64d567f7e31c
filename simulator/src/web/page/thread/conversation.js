import { html } from 'htm/preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { Composer } from '../composer/composer.js';
import { post } from '../connection.js';
import { ScreenEffect } from '../effects/screen.js';
import { Details } from '../info/details.js';
import { keyOf } from '../state/phones.js';
import { ContactDetails } from './contactDetails.js';
import { Header } from './header.js';
import { Menu } from './menu.js';
import { Scroller } from './scroller.js';
import { StickerDrawer } from '../composer/stickers.js';
import { useEffects } from './useEffects.js';
import { Viewer } from './viewer.js';

/** @typedef {import('../types.js').Message} Message */

/**
 * An open conversation.
 * @param {{
 *   state: import('../state/phones.js').PhoneState, draft: import('../types.js').Draft, space?: import('../types.js').Space,
 *   onOpen: (draft: import('../types.js').Draft) => void, onBack: () => void, onProblem: (words: string) => void,
 * }} props
 */
export function Conversation({ state, draft, space, onOpen, onBack, onProblem }) {
	const place = draft.spaceId === undefined ? undefined : { line: draft.line, spaceId: draft.spaceId };
	const key = place && keyOf(place);
	const thread = key === undefined ? { items: [], isAll: true, isLoaded: true } : state.thread(key);
	const [over, setOver] = useState(/** @type {any} */ (undefined));
	const [reply, setReply] = useState(/** @type {{ message: Message, part: number } | undefined} */ (undefined));
	const [editing, setEditing] = useState(/** @type {{ message: Message, part: number } | undefined} */ (undefined));
	const [threadId, setThreadId] = useState(/** @type {string | undefined} */ (undefined));
	const { playing, screen, play, endScreen } = useEffects(state, key, thread);

	useEffect(() => {
		if (place !== undefined && !thread.isLoaded) state.load(place).catch((error) => onProblem(error.message));
	}, [thread]);
	useReading(state, place, space, thread);

	const base = { phone: state.address, line: draft.line };
	const act = useCallback(
		(/** @type {string} */ path, /** @type {object} */ body) => post(path, { ...base, ...body }).catch((error) => onProblem(error.message)),
		[draft.line],
	);
	const actions = useMemo(
		() => ({
			menu: (/** @type {Message} */ message, /** @type {number} */ part, /** @type {HTMLElement} */ element) =>
				setOver({ type: 'menu', message, part, rect: placeOf(element) }),
			vote: (/** @type {Message} */ message, /** @type {string} */ option, /** @type {boolean} */ isSet) =>
				act('/phone/vote', { message: message.id, option, isSet }),
			addOption: (/** @type {Message} */ message, /** @type {string} */ text) => act('/phone/option', { message: message.id, text }),
			view: (/** @type {Message} */ message, /** @type {number} */ part) => setOver({ type: 'viewer', message, part }),
			showContact: (/** @type {import('../types.js').File} */ file) => setOver({ type: 'contact', file }),
			thread: setThreadId,
			details: () => setOver({ type: 'details' }),
			replay: play,
		}),
		[act],
	);
	/** The conversation as it is in the list, made when it is not there yet. */
	const ensureSpace = async () => {
		if (place !== undefined) return place.spaceId;
		const { space: spaceId } = await post('/phone/group', { ...base, members: draft.members, name: draft.name });
		return spaceId;
	};
	/** @param {string} path @param {object} body */
	const send = async (path, body) => {
		try {
			const spaceId = await ensureSpace();
			const part = reply && reply.message.bubbles.length > 1 ? reply.part : undefined;
			await post(path, {
				...base,
				space: spaceId,
				...(path === '/phone/send' && reply ? { replyTo: { id: reply.message.id, part } } : {}),
				...body,
			});
			setReply(undefined);
			if (place === undefined) onOpen({ ...draft, spaceId });
			return true;
		} catch (error) {
			onProblem(/** @type {Error} */ (error).message);
			return false;
		}
	};
	/** @param {string} text */
	const sendEdit = async (text) => {
		if (editing === undefined) return;
		const part = editing.message.bubbles.length > 1 ? editing.part : undefined;
		await act('/phone/edit', { message: editing.message.id, text, part });
		setEditing(undefined);
	};
	const close = () => setOver(undefined);
	const background = threadId === undefined ? space?.backgroundUrl : undefined;
	const items =
		threadId === undefined
			? thread.items
			: thread.items.filter((item) => item.kind === 'message' && (item.id === threadId || item.thread === threadId));
	const openThread = threadId === undefined ? undefined : items.find(({ id }) => id === threadId);
	const service = space?.service ?? (state.settings.imessage ? 'iMessage' : 'SMS');
	const canAct = service === 'iMessage' && space !== undefined && !space.hasLeft;
	const typing = key === undefined ? [] : [...(state.typing.get(key)?.keys() ?? [])];
	const others = state.sortedSpaces.reduce((sum, one) => sum + (keyOf(one) === key ? 0 : one.unread), 0);
	return html`<div class="conversation" data-service=${service} data-thread=${threadId !== undefined} data-background=${background !== undefined}>
		${background !== undefined && html`<img class="background" src=${background} alt="" />`}
		<${Header} draft=${draft} space=${space} unread=${others} isThread=${threadId !== undefined} onBack=${threadId === undefined ? onBack : () => setThreadId(undefined)} onDetails=${() => setOver({ type: 'details' })} />
		<${Scroller} items=${items} found=${threadId === undefined ? draft.found : undefined} thread=${thread} space=${space} name=${space?.name ?? draft.lineName} playing=${playing} canAct=${canAct} actions=${actions} service=${service} typing=${threadId === undefined ? typing : []}
			onOlder=${() => place && state.load(place).catch((error) => onProblem(error.message))} />
		${screen !== undefined && html`<${ScreenEffect} key=${screen.run} message=${screen.message} onEnd=${endScreen} />`}
		${
			space?.hasLeft
				? html`<p class="left-note">You are no longer in this conversation.</p>`
				: html`<${Composer} key=${editing?.message.id ?? 'new'} service=${service} members=${space?.members ?? []} lineName=${draft.lineName}
					reply=${reply ?? (openThread?.kind === 'message' ? { message: openThread, part: 0 } : undefined)} onNoReply=${() => (reply === undefined ? setThreadId(undefined) : setReply(undefined))}
					editing=${editing} onEdit=${sendEdit} onNoEdit=${() => setEditing(undefined)} onProblem=${onProblem}
					onSend=${(/** @type {object} */ body) => send('/phone/send', openThread && reply === undefined ? { replyTo: { id: openThread.id }, ...body } : body)}
					onPoll=${(/** @type {object} */ body) => send('/phone/poll', body)}
					onTyping=${(/** @type {boolean} */ isTyping) => place && space && act('/phone/typing', { space: place.spaceId, isTyping })} />`
		}
		${
			over?.type === 'menu' &&
			html`<${Menu} message=${over.message} part=${over.part} rect=${over.rect} canAct=${canAct} onClose=${close}
				onReact=${(/** @type {string} */ reaction, /** @type {boolean} */ isSet) => act('/phone/react', { message: over.message.id, reaction, isSet, part: partOf(over) })}
				onReply=${() => setReply(over)} onEdit=${() => setEditing(over)} onSticker=${() => setOver({ ...over, type: 'sticker' })}
				onUnsend=${() => act('/phone/unsend', { message: over.message.id, part: partOf(over) })} />`
		}
		${
			over?.type === 'sticker' &&
			html`<${StickerDrawer} title="Add Sticker" onClose=${close} onProblem=${onProblem}
				onChosen=${(/** @type {string} */ file) => act('/phone/sticker', { message: over.message.id, part: partOf(over), file, placement: freePlace(over.message) })} />`
		}
		${over?.type === 'viewer' && html`<${Viewer} message=${over.message} part=${over.part} onClose=${close} />`}
		${over?.type === 'contact' && html`<${ContactDetails} file=${over.file} onClose=${close} />`}
		${over?.type === 'details' && html`<${Details} state=${state} draft=${draft} space=${space} onClose=${close} onLeft=${onBack} onProblem=${onProblem} />`}
	</div>`;
}

/** Tells the server that the person looks at the conversation, whenever there is something new in it. */
function useReading(
	/** @type {import('../state/phones.js').PhoneState} */ state,
	/** @type {{ line: string, spaceId: string } | undefined} */ place,
	/** @type {import('../types.js').Space | undefined} */ space,
	/** @type {import('../state/phones.js').Thread} */ thread,
) {
	const [isVisible, setVisible] = useState(document.visibilityState === 'visible');
	useEffect(() => {
		const look = () => setVisible(document.visibilityState === 'visible');
		document.addEventListener('visibilitychange', look);
		return () => document.removeEventListener('visibilitychange', look);
	}, []);
	const unread = space?.unread ?? 0;
	useEffect(() => {
		if (!isVisible || !thread.isLoaded || place === undefined || unread === 0 || space?.hasLeft) return;
		// A failure shows as an unread message that stays.
		post('/phone/read', { phone: state.address, line: place.line, space: place.spaceId }).catch(() => undefined);
	}, [isVisible, unread, thread.isLoaded, thread.items.at(-1)?.id]);
}

/** Which bubble, for a message with several. @param {{ message: Message, part: number }} over */
function partOf({ message, part }) {
	return message.bubbles.length > 1 ? part : undefined;
}

/** Each sticker lands a little beside the one before. @param {Message} message */
function freePlace({ stickers }) {
	const index = stickers.length % 5;
	return { x: [0.86, 0.14, 0.5, 0.7, 0.3][index], y: [0.1, 0.9, 0, 0.95, 0.1][index], rotation: [12, -10, 6, -14, 8][index] };
}

/** Where an element is on the phone's screen, and how large the phone is drawn. @param {HTMLElement} element */
function placeOf(element) {
	const screen = /** @type {HTMLElement} */ (element.closest('.screen')).getBoundingClientRect();
	const { left, top, width, height } = element.getBoundingClientRect();
	return { left: left - screen.left, top: top - screen.top, width, height, screenWidth: screen.width, screenHeight: screen.height };
}
