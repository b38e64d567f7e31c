import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';

/** @typedef {{ type: string, start: number, length: number, effectName?: string }} Format */

/** @type {Readonly<Record<string, string>>} */
const typeOfTag = {
	B: 'bold',
	STRONG: 'bold',
	I: 'italic',
	EM: 'italic',
	U: 'underline',
	S: 'strikethrough',
	STRIKE: 'strikethrough',
	DEL: 'strikethrough',
};

/**
 * The field of the composer. What it holds is read from the page itself: formatted ranges are elements around texts.
 * @param {{
 *   label: string, placeholder: string, initial?: string, editor: { current: HTMLElement | null }, onChange: (isEmpty: boolean) => void,
 *   onSubmit: () => void, onSelect: (hasSelection: boolean) => void, onFiles: (files: File[]) => void,
 * }} props
 */
export function Editor({ label, placeholder, initial, editor, onChange, onSubmit, onSelect, onFiles }) {
	const isComposing = useRef(false);
	useEffect(() => {
		const element = editor.current;
		if (element === null) return undefined;
		document.execCommand('styleWithCSS', false, 'false');
		if (initial !== undefined) {
			element.textContent = initial;
			element.focus();
			document.getSelection()?.selectAllChildren(element);
			document.getSelection()?.collapseToEnd();
			onChange(initial === '');
		}
		const look = () => {
			const selection = document.getSelection();
			onSelect(
				selection !== null && !selection.isCollapsed && element.contains(selection.anchorNode) && element.contains(selection.focusNode),
			);
		};
		document.addEventListener('selectionchange', look);
		return () => document.removeEventListener('selectionchange', look);
	}, []);
	const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
		if (event.key === 'Enter' && !event.shiftKey && !isComposing.current) {
			event.preventDefault();
			onSubmit();
		}
		if ((event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === 'x') {
			event.preventDefault();
			document.execCommand('strikeThrough');
		}
	};
	const onPaste = (/** @type {ClipboardEvent} */ event) => {
		event.preventDefault();
		const files = [...(event.clipboardData?.files ?? [])];
		if (files.length > 0) onFiles(files);
		else document.execCommand('insertText', false, event.clipboardData?.getData('text/plain') ?? '');
	};
	return html`<div class="editor" contenteditable="true" role="textbox" aria-multiline="true" aria-label=${label} data-placeholder=${placeholder} data-empty="true" ref=${editor} spellcheck="false"
		onInput=${(/** @type {any} */ event) => onChange(readEditor(event.target).text.trim() === '')} onKeyDown=${onKeyDown} onPaste=${onPaste} onDrop=${(/** @type {DragEvent} */ event) => event.preventDefault()}
		onCompositionStart=${() => (isComposing.current = true)} onCompositionEnd=${() => (isComposing.current = false)}></div>`;
}

/**
 * The text of the field, the ranges that are formatted, and the people that it names.
 * @param {HTMLElement} element
 */
export function readEditor(element) {
	let text = '';
	/** @type {Format[]} */
	const formatting = [];
	/** @type {{ address: string, start: number, length: number }[]} */
	const mentions = [];
	/** @param {Node} node @param {readonly { type: string, effectName?: string }[]} formats */
	const walk = (node, formats) => {
		if (node.nodeType === Node.TEXT_NODE) {
			const piece = (node.nodeValue ?? '').replaceAll('\u00a0', ' ');
			for (const format of formats) add(formatting, { ...format, start: text.length, length: piece.length });
			text += piece;
			return;
		}
		if (!(node instanceof HTMLElement)) return;
		if (node.tagName === 'BR') {
			// A browser ends a field with a break of its own.
			if (node.nextSibling !== null || node.parentElement !== element) text += '\n';
			return;
		}
		if (node.tagName === 'DIV' && node !== element && text !== '' && !text.endsWith('\n')) text += '\n';
		const type = typeOfTag[node.tagName];
		const { effect, address } = node.dataset;
		const start = text.length;
		const inner = [
			...formats,
			...(type === undefined || formats.some((format) => format.type === type) ? [] : [{ type }]),
			...(effect === undefined ? [] : [{ type: 'effect', effectName: effect }]),
		];
		for (const child of node.childNodes) walk(child, inner);
		if (address !== undefined && text.length > start) mentions.push({ address, start, length: text.length - start });
	};
	walk(element, []);
	return { text, formatting: formatting.filter(({ length }) => length > 0), mentions };
}

/** Ranges that touch become one. @param {Format[]} formatting @param {Format} format */
function add(formatting, format) {
	const last = formatting.findLast(({ type, effectName }) => type === format.type && effectName === format.effectName);
	if (last !== undefined && last.start + last.length === format.start) last.length += format.length;
	else formatting.push(format);
}

/** Puts an element around what is selected in the field. @param {HTMLElement} editor @param {Record<string, string>} data */
export function wrapSelection(editor, data) {
	const selection = document.getSelection();
	if (selection === null || selection.rangeCount === 0 || selection.isCollapsed || !editor.contains(selection.anchorNode)) return;
	const range = selection.getRangeAt(0);
	const span = document.createElement('span');
	Object.assign(span.dataset, data);
	span.append(range.extractContents());
	// One effect at a time.
	for (const inner of span.querySelectorAll('[data-effect]')) inner.replaceWith(...inner.childNodes);
	range.insertNode(span);
	selection.selectAllChildren(span);
}

/** Takes the text effects away that the selection touches. @param {HTMLElement} editor */
export function clearEffects(editor) {
	const selection = document.getSelection();
	if (selection === null || selection.rangeCount === 0) return;
	const range = selection.getRangeAt(0);
	for (const span of [...editor.querySelectorAll('[data-effect]')]) if (range.intersectsNode(span)) span.replaceWith(...span.childNodes);
}

/** Puts a person's name where the caret is, in place of the `@` and what was typed of it. @param {HTMLElement} editor @param {{ address: string, name: string }} person */
export function insertMention(editor, { address, name }) {
	const found = mentionAt(editor);
	if (found === undefined) return;
	const range = document.createRange();
	range.setStart(found.node, found.start);
	range.setEnd(found.node, found.end);
	range.deleteContents();
	const span = document.createElement('span');
	span.dataset.address = address;
	span.textContent = name;
	const space = document.createTextNode('\u00a0');
	range.insertNode(space);
	range.insertNode(span);
	document.getSelection()?.collapse(space, 1);
}

/** What is being typed after an `@`. @param {HTMLElement} editor */
export function mentionAt(editor) {
	const selection = document.getSelection();
	const node = selection?.anchorNode;
	if (!selection?.isCollapsed || node?.nodeType !== Node.TEXT_NODE || !editor.contains(node)) return undefined;
	const end = selection.anchorOffset;
	const match = /(?:^|\s)@([\p{L}\d+ ]{0,30})$/u.exec((node.nodeValue ?? '').slice(0, end));
	return match === null ? undefined : { node, start: end - match[1].length - 1, end, typed: match[1] };
}
