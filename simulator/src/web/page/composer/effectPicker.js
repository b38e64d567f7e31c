import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { bubbleEffects, effectNames, screenEffects } from '../thread/words.js';
import { Icon } from '../ui/icons.js';
import { Sheet } from '../ui/sheet.js';

/** What each effect does, for who has not seen it. @type {Readonly<Record<string, string>>} */
const words = {
	impact: 'Lands hard',
	loud: 'Shouts',
	gentle: 'Whispers',
	invisibleink: 'Hidden until touched',
	Echo: 'The bubble, many times',
	Spotlight: 'Light on the bubble',
	Balloon: 'Balloons rise',
	Confetti: 'Confetti falls',
	Heart: 'A heart grows',
	Lasers: 'Beams across the screen',
	Fireworks: 'Rockets burst',
	Sparkles: 'Golden rain',
	HappyBirthday: 'Cakes and balloons',
};

/** @param {{ text: string, subject: string, onSubject: (subject: string) => void, onClose: () => void, onSend: (effect: string) => void }} props */
export function EffectPicker({ text, subject, onSubject, onClose, onSend }) {
	const [tab, setTab] = useState('bubble');
	const shown = tab === 'bubble' ? bubbleEffects : screenEffects;
	return html`<${Sheet} title="Send with Effect" onClose=${onClose}>
		<div class="tabs" role="group" aria-label="Kind of effect">
			<button type="button" aria-pressed=${tab === 'bubble'} onClick=${() => setTab('bubble')}>Bubble</button>
			<button type="button" aria-pressed=${tab === 'screen'} onClick=${() => setTab('screen')}>Screen</button>
		</div>
		<ul class="effects">
			${shown.map((effect) => html`<li key=${effect}><button type="button" onClick=${() => onSend(effect)} aria-label=${`Send with ${effectNames[effect]}`}><span><b>${effectNames[effect]}</b><small>${words[effect]}</small></span><span class="send" aria-hidden="true"><${Icon} name="send" size=${16} weight=${2.8} /></span></button></li>`)}
		</ul>
		<label class="field">Subject <input maxlength="200" value=${subject} placeholder="Optional" onInput=${(/** @type {any} */ event) => onSubject(event.target.value)} /></label>
		<p class="effect-preview"><span class="bubble bubble-text">${text === '' ? 'Attachment' : text}</span></p>
	</${Sheet}>`;
}
