import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { useRemembered } from '../state/hooks.js';
import { Outcome, useAction } from './action.js';
import { panelStore } from './store.js';

const examples = [
	{ title: 'A question', text: 'Ada: Hello, are you open today?\nAda types\nAda: And do you have a table for two?' },
	{ title: 'With an answer', text: 'Ada: Hello\n# until a workflow has answered\nAda waits\nAda ❤️ last\nAda: Thank you' },
	{
		title: 'A group',
		text: 'Lunch = Ada, Ben\nAda > Lunch: Who is hungry?\nBen > Lunch: Me!\nBen > Lunch 😂 "hungry"\nAda > Lunch asks: Where to? | Pizza | Sushi\nBen votes: Sushi',
	},
	{
		title: 'All kinds',
		text: 'Ada: Look at this\nAda: photo\nAda: voice memo\nAda: contact\nAda: https://example.com\nAda with confetti: Hooray!\nAda edits: Hooray, all of you!\nAda replies to "Look": Nice, isn’t it?',
	},
	{ title: 'Days go by', text: 'Ada: Remind me tomorrow\n+1 hour\nAda: Still there?\ntomorrow\nAda: Good morning' },
];

/** Lines that get a number: no play has more. */
const mostNumbers = 201;

/** @type {Record<string, string>} */
const statusWords = { playing: 'Playing', done: 'Played', failed: 'Ended early', stopped: 'Stopped' };

/** Plays a conversation from a few lines of text. @param {{ state: any }} props */
export function PlayBox({ state: { play } }) {
	const action = useAction();
	const [text, setText] = useRemembered('panel.play', examples[0].text);
	const [pace, setPace] = useRemembered('panel.pace', 'asPeopleDo');
	const isPlaying = play.status === 'playing';
	const { sentences, limits } = panelStore.choices.help;
	const start = () => void action.run('play', { text, pace });
	/** Ctrl and Enter play, as in many boxes for text. @param {KeyboardEvent} event */
	const onKeyDown = (event) => {
		if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isPlaying) start();
	};
	return html`<section class="p-card" aria-labelledby="p-play-title">
		<header class="p-head"><h3 id="p-play-title">Play a conversation</h3>
			<label class="p-inline"><span class="hidden">Choose an example</span>
				<select value="" onChange=${(/** @type {any} */ event) => setText(examples[Number(event.target.value)]?.text ?? text)}>
					<option value="">Examples…</option>
					${examples.map(({ title }, index) => html`<option key=${title} value=${index}>${title}</option>`)}
				</select></label>
		</header>
		<${Editor} text=${text} onText=${setText} onKeyDown=${onKeyDown} now=${isPlaying ? play.line : undefined} wrong=${linesIn(action.error ?? play.error)} />
		<p class="p-note" id="p-play-hint">One line for each thing that happens. Ctrl+Enter plays them.</p>
		<div class="p-row">
			${
				isPlaying
					? html`<button type="button" class="p-button is-danger" onClick=${() => void action.run('play/stop')}>Stop</button>`
					: html`<button type="button" class="p-button is-main" disabled=${action.isBusy} onClick=${start}>Play</button>`
			}
			<label class="p-inline"><span class="hidden">Pace</span><select value=${pace} onChange=${(/** @type {any} */ event) => setPace(event.target.value)}>
				<option value="asPeopleDo">as people do</option>
				<option value="atOnce">at once</option>
			</select></label>
		</div>
		<${Progress} play=${play} />
		<${Outcome} of=${{ error: action.error }} />
		<details class="p-help">
			<summary>What you can write on a line</summary>
			<dl>${sentences.map(({ example, meaning }) => html`<div key=${example}><dt><code>${example}</code></dt><dd>${meaning}</dd></div>`)}</dl>
			<p class="p-note">A name stands for a person on the page or on the list; a new name gets a number of its own. After a name, > and a group or a line’s number say where: Ben > Team types. ${limits}</p>
		</details>
	</section>`;
}

/** The lines that a complaint names. @param {string | undefined} complaint */
function linesIn(complaint) {
	return [...(complaint ?? '').matchAll(/^Line (\d+):/gm)].map(([, line]) => Number(line));
}

/**
 * A box for text with its lines numbered, because complaints name them.
 * @param {{ text: string, onText: (text: string) => void, onKeyDown: (event: KeyboardEvent) => void, now?: number, wrong: number[] }} props
 */
function Editor({ text, onText, onKeyDown, now, wrong }) {
	const [top, setTop] = useState(0);
	const lines = text.split('\n').slice(0, mostNumbers);
	return html`<div class="p-editor">
		<div class="p-gutter" aria-hidden="true"><div style=${{ transform: `translateY(${-top}px)` }}>
			${lines.map((_, index) => html`<span key=${index} class=${wrong.includes(index + 1) ? 'is-bad' : index + 1 === now ? 'is-now' : ''}>${index + 1}</span>`)}
		</div></div>
		<textarea class="p-script" aria-label="Lines to play" aria-describedby="p-play-hint" spellcheck=${false} wrap="off" rows="7" maxlength="400200" value=${text}
			onKeyDown=${onKeyDown} onScroll=${(/** @type {any} */ event) => setTop(event.target.scrollTop)} onInput=${(/** @type {any} */ event) => onText(event.target.value)}></textarea>
	</div>`;
}

/** @param {{ play: { status: string, line?: number, done: number, total: number, error?: string } }} props */
function Progress({ play: { status, line, done, total, error } }) {
	if (status === 'idle') return null;
	return html`<div class="p-progress">
		<div class="p-bar" role="progressbar" aria-label="Played" aria-valuemin="0" aria-valuemax=${total} aria-valuenow=${done}><i class=${status === 'failed' ? 'is-bad' : ''} style=${{ width: `${total === 0 ? 0 : (done / total) * 100}%` }}></i></div>
		<p class="p-note" role="status">${statusWords[status]}: ${done} of ${total}${status === 'playing' && line !== undefined ? `, now line ${line}` : ''}</p>
		${error !== undefined && html`<${Outcome} of=${{ error }} />`}
	</div>`;
}
