import { useEffect, useState } from 'preact/hooks';
import { world } from './phones.js';

/**
 * Redraws the component when something that it shows has changed.
 * @param {{ listeners: Set<() => void> }} subject
 */
export function useChanges(subject) {
	const [, redraw] = useState(0);
	useEffect(() => {
		const listener = () => redraw((count) => count + 1);
		subject.listeners.add(listener);
		return () => void subject.listeners.delete(listener);
	}, [subject]);
}

/** Redraws once a second, for what shows the time. */
export function useClock() {
	const [, redraw] = useState(0);
	useEffect(() => {
		const timer = setInterval(() => redraw((count) => count + 1), 1000);
		return () => clearInterval(timer);
	}, []);
	return world.now;
}

/**
 * A choice that the browser remembers.
 * @template T
 * @param {string} name
 * @param {T} usual
 * @returns {[T, (value: T) => void]}
 */
export function useRemembered(name, usual) {
	const [value, setValue] = useState(() => recall(name, usual));
	return [
		value,
		(next) => {
			setValue(next);
			try {
				localStorage.setItem(`simulator.${name}`, JSON.stringify(next));
			} catch {
				// A browser that stores nothing starts as usual next time.
			}
		},
	];
}

/** @template T @param {string} name @param {T} usual @returns {T} */
function recall(name, usual) {
	try {
		const stored = localStorage.getItem(`simulator.${name}`);
		return stored === null ? usual : JSON.parse(stored);
	} catch {
		return usual;
	}
}
