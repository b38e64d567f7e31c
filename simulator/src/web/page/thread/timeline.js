import { html } from 'htm/preact';
import { useMemo } from 'preact/hooks';
import { dayOf, timeOf } from '../ui/time.js';
import { world } from '../state/phones.js';
import { Message } from './message.js';

/** A pause after which the time is shown, and one after which a run of bubbles ends, in milliseconds. */
const timeAfter = 60 * 60_000;
const runEndsAfter = 5 * 60_000;

/** @typedef {import('../types.js').Item} Item */

/**
 * Messages and notices, oldest first.
 * @param {{
 *   items: Item[], space?: import('../types.js').Space, playing?: string, canAct: boolean, actions: import('./message.js').Actions, service: string,
 * }} props
 */
export function Timeline({ items, space, playing, canAct, actions, service }) {
	const replies = new Map();
	for (const item of items)
		if (item.kind === 'message' && item.thread !== undefined) replies.set(item.thread, (replies.get(item.thread) ?? 0) + 1);
	const isGroup = space?.isGroup ?? false;
	const lastOwn = items.findLast((item) => item.kind === 'message' && item.isOwn && item.unsentAt === undefined);
	const lastRead = items.findLast((item) => item.kind === 'message' && item.isOwn && item.readAt !== undefined);
	// One flat list: within lists of lists, what is put before would draw everything behind it anew.
	return items.flatMap((item, index) => {
		const before = items[index - 1];
		const after = items[index + 1];
		const head =
			before === undefined || item.at - before.at > timeAfter
				? [html`<${TimeMark} key=${`time ${item.id}`} at=${item.at} service=${before === undefined ? service : undefined} />`]
				: [];
		if (item.kind === 'notice') return [...head, html`<li class="notice" key=${item.id} data-notice=${item.id}>${item.text}</li>`];
		const isFirst = !isSameRun(before, item);
		const isLast = !isSameRun(item, after);
		const showsName = isGroup && !item.isOwn && isFirst;
		const status = isGroup ? undefined : statusOf(item, lastOwn, lastRead);
		const pose = {
			isFirst,
			isLast,
			showsName,
			showsAvatar: isLast,
			isGroup,
			replies: replies.get(item.id) ?? 0,
			status,
			playing: playing === item.id,
			canAct,
		};
		return [...head, html`<${Still} key=${item.id} message=${item} pose=${pose} actions=${actions} />`];
	});
}

/** Draws only when something about it has changed. @param {{ message: import('../types.js').Message, pose: import('./message.js').Pose, actions: import('./message.js').Actions }} props */
function Still({ message, pose, actions }) {
	return useMemo(() => html`<${Message} message=${message} pose=${pose} actions=${actions} />`, [message, ...Object.values(pose), actions]);
}

/** @param {{ at: number, service?: string }} props */
function TimeMark({ at, service }) {
	return html`<li class="time-mark">${service !== undefined && html`<b>${service === 'SMS' ? 'Text Message • SMS' : service}</b>`}<span><b>${dayOf(at, world.now)}</b> ${timeOf(at)}</span></li>`;
}

/** @param {Item | undefined} one @param {Item | undefined} other */
function isSameRun(one, other) {
	if (one?.kind !== 'message' || other?.kind !== 'message') return false;
	const isPlain = one.unsentAt === undefined && other.unsentAt === undefined && other.replyTo === undefined;
	return isPlain && one.isOwn === other.isOwn && one.from === other.from && other.at - one.at < runEndsAfter;
}

/** @param {import('../types.js').Message} message @param {Item | undefined} lastOwn @param {Item | undefined} lastRead */
function statusOf(message, lastOwn, lastRead) {
	if (message.service !== 'iMessage') return undefined;
	if (message === lastRead && message.readAt !== undefined) return `Read ${timeOf(message.readAt)}`;
	return message === lastOwn ? 'Delivered' : undefined;
}

/** Three dots while a person writes. @param {{ names: string[] }} props */
export function Typing({ names }) {
	if (names.length === 0) return null;
	return html`<div class="typing" role="status" aria-label=${`${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} typing`}><span class="typing-bubble"><i></i><i></i><i></i></span></div>`;
}
