import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { bubbleEffects } from './words.js';

/** How long a bubble's effect plays at most, in milliseconds. */
const bubbleLasts = 1800;

/**
 * Plays the effect of a message when it comes, when the conversation opens on it, and when a person asks for it.
 * @param {import('../state/phones.js').PhoneState} state
 * @param {string | undefined} key
 * @param {import('../state/phones.js').Thread} thread
 */
export function useEffects(state, key, thread) {
	const [playing, setPlaying] = useState(/** @type {string | undefined} */ (undefined));
	const [screen, setScreen] = useState(/** @type {{ message: import('../types.js').Message, run: number } | undefined} */ (undefined));
	const runs = useRef(0);
	const timer = useRef(/** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined));
	const play = useCallback((/** @type {import('../types.js').Message} */ message) => {
		if (message.effect === undefined || message.unsentAt !== undefined) return;
		if (!bubbleEffects.includes(message.effect)) {
			setScreen({ message, run: ++runs.current });
			return;
		}
		// Off and on, so that it begins once more.
		setPlaying(undefined);
		requestAnimationFrame(() => setPlaying(message.id));
		clearTimeout(timer.current);
		timer.current = setTimeout(() => setPlaying(undefined), bubbleLasts);
	}, []);
	useEffect(() => {
		/** @param {string} where @param {import('../types.js').Item} item */
		const arrived = (where, item) => where === key && item.kind === 'message' && play(item);
		state.arrivals.add(arrived);
		return () => void state.arrivals.delete(arrived);
	}, [key]);
	useEffect(() => {
		const last = thread.items[thread.items.length - 1];
		const unread = key === undefined ? 0 : (state.spaces.get(key)?.unread ?? 0);
		if (thread.isLoaded && unread > 0 && last?.kind === 'message' && !last.isOwn) play(last);
	}, [thread.isLoaded]);
	useEffect(() => () => clearTimeout(timer.current), []);
	return { playing, screen, play, endScreen: useCallback(() => setScreen(undefined), []) };
}
