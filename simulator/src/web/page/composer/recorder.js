import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../ui/icons.js';
import { Sheet } from '../ui/sheet.js';
import { durationOf } from '../ui/time.js';

/** Longest voice memo, in seconds. */
const longest = 300;
const types = ['audio/mp4', 'audio/webm'];

/**
 * Records a voice memo, or takes one from a file.
 * @param {{ onClose: () => void, onRecorded: (file: File, duration: number) => void, onProblem: (words: string) => void }} props
 */
export function Recorder({ onClose, onRecorded, onProblem }) {
	const recorder = useRef(/** @type {MediaRecorder | undefined} */ (undefined));
	const [seconds, setSeconds] = useState(/** @type {number | undefined} */ (undefined));
	const began = useRef(0);
	const isKept = useRef(false);
	useEffect(() => {
		if (seconds === undefined) return undefined;
		const timer = setInterval(() => {
			const passed = (performance.now() - began.current) / 1000;
			setSeconds(passed);
			if (passed >= longest) end();
		}, 200);
		return () => clearInterval(timer);
	}, [seconds === undefined]);
	useEffect(() => () => release(recorder.current), []);
	const start = async () => {
		try {
			const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
			const type = types.find((one) => MediaRecorder.isTypeSupported(one));
			const made = new MediaRecorder(stream, { mimeType: type });
			/** @type {Blob[]} */
			const pieces = [];
			made.ondataavailable = ({ data }) => pieces.push(data);
			made.onstop = () => {
				const mimeType = made.mimeType.split(';')[0];
				const duration = (performance.now() - began.current) / 1000;
				release(made);
				if (isKept.current)
					onRecorded(
						new File(pieces, `Audio Message.${mimeType === 'audio/mp4' ? 'm4a' : 'webm'}`, { type: mimeType }),
						Math.round(duration * 10) / 10,
					);
			};
			recorder.current = made;
			began.current = performance.now();
			made.start();
			setSeconds(0);
		} catch {
			onProblem('The browser cannot use a microphone. Choose a sound file instead.');
		}
	};
	const end = () => {
		isKept.current = true;
		recorder.current?.stop();
	};
	/** @param {File | undefined} file */
	const take = async (file) => {
		if (file !== undefined) onRecorded(file, await lengthOf(file));
	};
	const isOn = seconds !== undefined;
	return html`<${Sheet} title="Audio Message" onClose=${onClose} size="half">
		<div class="recorder">
			<p class="recorder-time" role="timer" aria-label="Recorded">${durationOf(seconds ?? 0)}</p>
			<button type="button" class="record" data-on=${isOn} aria-label=${isOn ? 'Stop and send' : 'Record'} onClick=${isOn ? end : () => void start()}><${Icon} name=${isOn ? 'stop' : 'mic'} size=${30} /></button>
			<p>${isOn ? 'Stop sends the message.' : 'Record with the microphone of this computer.'}</p>
			<label class="text-button">Choose a sound file<input type="file" accept="audio/*" onChange=${(/** @type {any} */ event) => void take(event.target.files[0])} /></label>
		</div>
	</${Sheet}>`;
}

/** Gives the microphone back. @param {MediaRecorder | undefined} recorder */
function release(recorder) {
	if (recorder?.state === 'recording') recorder.stop();
	for (const track of recorder?.stream.getTracks() ?? []) track.stop();
}

/** In seconds; 0 for what the browser cannot read. @param {File} file @returns {Promise<number>} */
async function lengthOf(file) {
	const url = URL.createObjectURL(file);
	try {
		return await new Promise((resolve) => {
			const audio = new Audio(url);
			audio.onloadedmetadata = () => resolve(Number.isFinite(audio.duration) ? Math.round(audio.duration * 10) / 10 : 0);
			audio.onerror = () => resolve(0);
		});
	} finally {
		URL.revokeObjectURL(url);
	}
}
