/**
 * Pictures drawn here, so that a person without any at hand has some to send.
 * @type {Readonly<Record<string, (pen: CanvasRenderingContext2D, size: number) => void>>}
 */
const scenes = {
	Sunset: (pen, size) => {
		sky(pen, size, ['#2b2d6e', '#b5487c', '#ff8d5c', '#ffd27a']);
		disc(pen, size * 0.5, size * 0.6, size * 0.13, '#fff1c4');
		hills(pen, size, 0.66, '#4a2450', 3);
		hills(pen, size, 0.78, '#24152f', 5);
	},
	Mountains: (pen, size) => {
		sky(pen, size, ['#7fc4f5', '#d9f0ff']);
		peaks(pen, size, 0.34, '#8ba6bf');
		peaks(pen, size, 0.5, '#5b7f9a');
		hills(pen, size, 0.74, '#3f7a58', 4);
	},
	Sea: (pen, size) => {
		sky(pen, size, ['#a5e3ff', '#eaf9ff']);
		disc(pen, size * 0.76, size * 0.24, size * 0.09, '#fff6c9');
		pen.fillStyle = '#1e8fb8';
		pen.fillRect(0, size * 0.52, size, size * 0.3);
		hills(pen, size, 0.62, '#156f97', 7);
		hills(pen, size, 0.8, '#f1d9a7', 2);
	},
	Forest: (pen, size) => {
		sky(pen, size, ['#cfe8d5', '#f4f7e6']);
		for (const [depth, colour] of /** @type {[number, string][]} */ ([
			[0.45, '#8fb59a'],
			[0.58, '#4f8565'],
			[0.74, '#214f3a'],
		])) {
			for (let tree = 0; tree < 9; tree++)
				triangle(
					pen,
					size * ((tree + ((depth * 10) % 1)) / 8.2),
					size * (depth - 0.16 + ((tree * 37) % 10) / 90),
					size * 0.11,
					size * 0.42,
					colour,
				);
		}
	},
	Night: (pen, size) => {
		sky(pen, size, ['#070b25', '#1c2a5e', '#3d4d8f']);
		for (let star = 0; star < 70; star++)
			disc(pen, ((star * 137) % 100) * size * 0.01, ((star * 71) % 62) * size * 0.01, size * 0.0022 * (1 + (star % 3)), '#fff');
		disc(pen, size * 0.72, size * 0.24, size * 0.08, '#f6f1d8');
		for (let house = 0; house < 10; house++) {
			const height = size * (0.16 + ((house * 29) % 10) / 45);
			pen.fillStyle = '#0a0d1e';
			pen.fillRect((house * size) / 10, size - height, size / 10 + 1, height);
			pen.fillStyle = '#ffcf70';
			for (let light = 0; light < 6; light++)
				if ((house * 7 + light * 5) % 3 === 0)
					pen.fillRect(
						(house * size) / 10 + size * 0.02 + (light % 2) * size * 0.035,
						size - height + size * 0.03 + Math.floor(light / 2) * size * 0.045,
						size * 0.016,
						size * 0.022,
					);
		}
	},
	Paint: (pen, size) => {
		sky(pen, size, ['#fbe9ff', '#e5f0ff']);
		const colours = ['#ff6b6b', '#ffd166', '#06d6a0', '#4d96ff', '#b56bff', '#ff9f68'];
		pen.globalAlpha = 0.75;
		colours.forEach((colour, index) =>
			disc(
				pen,
				size * (0.25 + ((index * 41) % 55) / 100),
				size * (0.25 + ((index * 67) % 52) / 100),
				size * (0.13 + (index % 3) * 0.05),
				colour,
			),
		);
		pen.globalAlpha = 1;
	},
};

export const sampleNames = Object.keys(scenes);

/** One of the drawn pictures as a JPEG. @param {string} name @returns {Promise<File>} */
export async function samplePicture(name) {
	const canvas = document.createElement('canvas');
	canvas.width = canvas.height = 900;
	draw(name, canvas);
	return await toFile(canvas, `IMG_${String(1001 + sampleNames.indexOf(name))}.jpg`, 'image/jpeg');
}

/** @param {string} name @param {HTMLCanvasElement} canvas */
export function draw(name, canvas) {
	const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
	scenes[name]?.(pen, canvas.width);
}

/** An emoji as a sticker with its white edge. @param {string} sign @returns {Promise<File>} */
export async function stickerOf(sign) {
	const canvas = document.createElement('canvas');
	canvas.width = canvas.height = 256;
	const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
	pen.font = '170px "Apple Color Emoji", "Noto Color Emoji", "Segoe UI Emoji", sans-serif';
	pen.textAlign = 'center';
	pen.textBaseline = 'middle';
	pen.shadowColor = '#fff';
	// Drawn many times, a shadow without blur makes an even edge.
	for (let step = 0; step < 24; step++) {
		pen.shadowOffsetX = Math.cos((step / 12) * Math.PI) * 9;
		pen.shadowOffsetY = Math.sin((step / 12) * Math.PI) * 9;
		pen.fillText(sign, 128, 140);
	}
	pen.shadowColor = 'transparent';
	pen.fillText(sign, 128, 140);
	return await toFile(canvas, 'sticker.png', 'image/png');
}

/** A second of film of a drawn picture, for a Live Photo. @param {string} name @returns {Promise<Blob>} */
export async function sampleFilm(name) {
	const canvas = document.createElement('canvas');
	canvas.width = canvas.height = 480;
	draw(name, canvas);
	const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
	const still = await createImageBitmap(canvas);
	const recorder = new MediaRecorder(canvas.captureStream(24));
	/** @type {Blob[]} */
	const pieces = [];
	recorder.ondataavailable = ({ data }) => pieces.push(data);
	const ended = new Promise((resolve) => {
		recorder.onstop = resolve;
	});
	recorder.start();
	const began = performance.now();
	await new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
		const step = () => {
			const part = (performance.now() - began) / 1200;
			const zoom = 1 + 0.12 * Math.sin(part * Math.PI);
			pen.setTransform(zoom, 0, 0, zoom, -240 * (zoom - 1), -240 * (zoom - 1));
			pen.drawImage(still, 0, 0);
			if (part < 1) setTimeout(step, 40);
			else resolve();
		};
		step();
	});
	recorder.stop();
	await ended;
	return new Blob(pieces, { type: 'video/quicktime' });
}

/** @param {HTMLCanvasElement} canvas @param {string} name @param {string} type @returns {Promise<File>} */
async function toFile(canvas, name, type) {
	const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ resolve) => canvas.toBlob(resolve, type, 0.88));
	if (blob === null) throw new Error('The browser cannot make a picture');
	return new File([blob], name, { type });
}

/** @param {CanvasRenderingContext2D} pen @param {number} size @param {string[]} colours */
function sky(pen, size, colours) {
	const gradient = pen.createLinearGradient(0, 0, 0, size);
	colours.forEach((colour, index) => gradient.addColorStop(index / (colours.length - 1), colour));
	pen.fillStyle = gradient;
	pen.fillRect(0, 0, size, size);
}

/** @param {CanvasRenderingContext2D} pen @param {number} x @param {number} y @param {number} radius @param {string} colour */
function disc(pen, x, y, radius, colour) {
	pen.fillStyle = colour;
	pen.beginPath();
	pen.arc(x, y, radius, 0, Math.PI * 2);
	pen.fill();
}

/** @param {CanvasRenderingContext2D} pen @param {number} size @param {number} from @param {string} colour @param {number} waves */
function hills(pen, size, from, colour, waves) {
	pen.fillStyle = colour;
	pen.beginPath();
	pen.moveTo(0, size);
	for (let x = 0; x <= size; x += 6)
		pen.lineTo(x, size * (from + 0.035 * Math.sin((x / size) * waves * 2 + waves) + 0.02 * Math.sin((x / size) * waves * 5)));
	pen.lineTo(size, size);
	pen.fill();
}

/** @param {CanvasRenderingContext2D} pen @param {number} size @param {number} from @param {string} colour */
function peaks(pen, size, from, colour) {
	const shift = from * 3;
	for (let peak = -1; peak < 4; peak++)
		triangle(pen, size * (peak * 0.36 + shift * 0.2), size * (from + ((peak + 2) % 2) * 0.09), size * 0.34, size, colour);
}

/** @param {CanvasRenderingContext2D} pen @param {number} x @param {number} top @param {number} half @param {number} height @param {string} colour */
function triangle(pen, x, top, half, height, colour) {
	pen.fillStyle = colour;
	pen.beginPath();
	pen.moveTo(x, top);
	pen.lineTo(x + half, top + height);
	pen.lineTo(x - half, top + height);
	pen.fill();
}
