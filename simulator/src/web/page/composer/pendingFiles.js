import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../ui/icons.js';

/** Files that go with the message. @param {{ files: File[], onRemove: (index: number) => void }} props */
export function PendingFiles({ files, onRemove }) {
	return html`<ul class="pending" aria-label="Attachments">
		${files.map((file, index) => html`<li key=${`${file.name} ${index}`}><${Preview} file=${file} /><button type="button" aria-label=${`Remove ${file.name}`} onClick=${() => onRemove(index)}><${Icon} name="close" size=${13} weight=${3} /></button></li>`)}
	</ul>`;
}

/** @param {{ file: File }} props */
function Preview({ file }) {
	const [url, setUrl] = useState('');
	const isPicture = /^image\/(?!svg)/.test(file.type);
	useEffect(() => {
		if (!isPicture) return undefined;
		const made = URL.createObjectURL(file);
		setUrl(made);
		return () => URL.revokeObjectURL(made);
	}, [file]);
	if (isPicture && url !== '') return html`<img src=${url} alt=${file.name} />`;
	return html`<span class="pending-file">${file.name}</span>`;
}
