import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import { get } from '../connection.js';
import { keyOf } from '../state/phones.js';

/** @typedef {import('../types.js').Found} Found */

/** @type {ReadonlyMap<string, Found>} */
const nothing = new Map();

/**
 * The conversations with a message that has these words, by their keys. The page knows the last messages only: the
 * simulator looks.
 * @param {string} address @param {string} search
 */
export function useFound(address, search) {
	const words = search.trim();
	const [found, setFound] = useState(nothing);
	useEffect(() => {
		let isWanted = true;
		/** @param {ReadonlyMap<string, Found>} next */
		const show = (next) => isWanted && setFound(next);
		if (words === '') show(nothing);
		else {
			get(`/phone/search?${new URLSearchParams({ phone: address, words })}`)
				.then((/** @type {Found[]} */ all) => show(new Map(all.map((one) => [keyOf(one), one]))))
				// Names and last messages are searched all the same.
				.catch(() => show(nothing));
		}
		return () => {
			isWanted = false;
		};
	}, [address, words]);
	return words === '' ? nothing : found;
}

/** A text with the words in it marked. @param {string} text @param {string} search */
export function marked(text, search) {
	const words = search.trim();
	const at = text.toLowerCase().indexOf(words.toLowerCase());
	if (words === '' || at < 0) return text;
	const end = at + words.length;
	return html`${text.slice(0, at)}<mark>${text.slice(at, end)}</mark>${text.slice(end)}`;
}
