/**
 * What plays over a conversation. A scene draws one moment of itself.
 *
 * @typedef {{ width: number, height: number, bubble: { x: number, y: number, width: number, height: number }, text: string }} Stage
 * @typedef {{ seconds: number, draw: (pen: CanvasRenderingContext2D, time: number, delta: number) => void }} Scene
 */

const bright = ['#ff453a', '#ff9f0a', '#ffd60a', '#30d158', '#0a84ff', '#bf5af2', '#ff6bb5'];

/** @param {number} from @param {number} to */
const between = (from, to) => from + Math.random() * (to - from);

/** @template T @param {readonly T[]} list @returns {T} */
const oneOf = (list) => /** @type {T} */ (list[Math.floor(Math.random() * list.length)]);

/** Rises at the begin and falls at the end of a time. @param {number} time @param {number} seconds @param {number} edge */
const swell = (time, seconds, edge) => Math.max(0, Math.min(1, time / edge, (seconds - time) / edge));

/** @param {Stage} stage @returns {Scene} */
function confetti({ width, height }) {
	const pieces = Array.from({ length: 170 }, () => ({
		x: between(-0.1, 1.1) * width,
		y: between(-1.1, -0.05) * height,
		fall: between(190, 360),
		sway: between(20, 60),
		turn: between(2, 7),
		phase: between(0, 6),
		width: between(5, 10),
		height: between(8, 15),
		colour: oneOf(bright),
	}));
	return {
		seconds: 4.6,
		draw(pen, time) {
			for (const { x, y, fall, sway, turn, phase, colour, ...size } of pieces) {
				pen.save();
				pen.translate(x + Math.sin(time * 2 + phase) * sway, y + fall * time);
				pen.rotate(time * turn + phase);
				pen.scale(1, Math.cos(time * turn * 1.4 + phase));
				pen.fillStyle = colour;
				pen.fillRect(-size.width / 2, -size.height / 2, size.width, size.height);
				pen.restore();
			}
		},
	};
}

/** @param {Stage} stage @returns {Scene} */
function fireworks({ width, height }) {
	const seconds = 4.8;
	const rockets = Array.from({ length: 9 }, (_, index) => ({
		at: 0.2 + index * 0.42,
		x: between(0.15, 0.85) * width,
		y: between(0.14, 0.5) * height,
		colour: oneOf(bright),
		sparks: Array.from({ length: 64 }, () => ({ angle: between(0, Math.PI * 2), speed: between(30, 165) })),
	}));
	return {
		seconds,
		draw(pen, time) {
			pen.fillStyle = `rgba(0, 0, 14, ${0.9 * swell(time, seconds, 0.5)})`;
			pen.fillRect(0, 0, width, height);
			pen.globalCompositeOperation = 'lighter';
			for (const { at, x, y, colour, sparks } of rockets) {
				const age = time - at;
				if (age < -0.5 || age > 1.6) continue;
				pen.fillStyle = colour;
				if (age < 0) {
					dot(pen, x, y + (height - y) * (-age / 0.5), 2.4);
					continue;
				}
				pen.globalAlpha = Math.max(0, 1 - age / 1.6);
				for (const { angle, speed } of sparks) {
					const reach = speed * (1 - Math.exp(-2.4 * age));
					glow(pen, x + Math.cos(angle) * reach, y + Math.sin(angle) * reach + 34 * age * age, 2.4);
				}
				pen.globalAlpha = 1;
			}
			pen.globalCompositeOperation = 'source-over';
		},
	};
}

/** @param {Stage} stage @param {number} [count] @returns {Scene} */
function balloons({ width, height }, count = 26) {
	const all = Array.from({ length: count }, () => ({
		x: between(0.05, 0.95) * width,
		delay: between(0, 1.9),
		rise: between(210, 330),
		size: between(24, 40),
		phase: between(0, 6),
		colour: oneOf(bright),
	}));
	return {
		seconds: 5.6,
		draw(pen, time) {
			for (const { x, delay, rise, size, phase, colour } of all) {
				if (time < delay) continue;
				const y = height + size * 2 - rise * (time - delay);
				const left = x + Math.sin(time * 1.4 + phase) * 16;
				pen.strokeStyle = 'rgba(120, 120, 130, .55)';
				pen.lineWidth = 1;
				pen.beginPath();
				pen.moveTo(left, y + size * 1.2);
				pen.quadraticCurveTo(left + Math.sin(time * 3 + phase) * 9, y + size * 2, left, y + size * 2.9);
				pen.stroke();
				const shine = pen.createRadialGradient(left - size * 0.35, y - size * 0.4, size * 0.1, left, y, size * 1.25);
				shine.addColorStop(0, '#ffffffd9');
				shine.addColorStop(0.28, colour);
				shine.addColorStop(1, colour);
				pen.fillStyle = shine;
				pen.globalAlpha = 0.94;
				pen.beginPath();
				pen.ellipse(left, y, size, size * 1.2, 0, 0, Math.PI * 2);
				pen.fill();
				pen.beginPath();
				pen.moveTo(left, y + size * 1.14);
				pen.lineTo(left - 5, y + size * 1.34);
				pen.lineTo(left + 5, y + size * 1.34);
				pen.fill();
				pen.globalAlpha = 1;
			}
		},
	};
}

/** @param {Stage} stage @returns {Scene} */
function heart({ width, height, bubble }) {
	const seconds = 3.6;
	return {
		seconds,
		draw(pen, time) {
			const grown = 1 - Math.exp(-3 * time);
			const beat = 1 + 0.06 * Math.sin(time * 9);
			const size = Math.min(width, height) * 0.62 * grown * beat;
			const x = bubble.x + (width / 2 - bubble.x) * grown;
			const y = bubble.y + (height * 0.42 - bubble.y) * grown;
			pen.globalAlpha = swell(time, seconds, 0.7);
			const glow = pen.createRadialGradient(x - size * 0.15, y - size * 0.2, size * 0.05, x, y, size * 0.75);
			glow.addColorStop(0, '#ff8fa8');
			glow.addColorStop(1, '#ff1f4b');
			pen.fillStyle = glow;
			pen.beginPath();
			pen.moveTo(x, y + size * 0.45);
			pen.bezierCurveTo(x - size * 0.75, y, x - size * 0.5, y - size * 0.55, x, y - size * 0.18);
			pen.bezierCurveTo(x + size * 0.5, y - size * 0.55, x + size * 0.75, y, x, y + size * 0.45);
			pen.fill();
			pen.globalAlpha = 1;
		},
	};
}

/** @param {Stage} stage @returns {Scene} */
function lasers({ width, height }) {
	const seconds = 4.2;
	const beams = Array.from({ length: 14 }, (_, index) => ({
		hue: index * 26,
		speed: between(0.7, 1.7) * (index % 2 ? 1 : -1),
		phase: between(0, 6),
	}));
	return {
		seconds,
		draw(pen, time) {
			const power = swell(time, seconds, 0.5);
			pen.fillStyle = `rgba(5, 0, 18, ${0.78 * power})`;
			pen.fillRect(0, 0, width, height);
			pen.globalCompositeOperation = 'lighter';
			for (const { hue, speed, phase } of beams) {
				const angle = Math.PI / 2 + Math.sin(time * speed + phase) * 1.15;
				pen.strokeStyle = `hsla(${hue + time * 60}, 100%, 60%, ${0.75 * power})`;
				pen.lineWidth = 2.5;
				pen.shadowBlur = 14;
				pen.shadowColor = `hsl(${hue + time * 60}, 100%, 60%)`;
				pen.beginPath();
				pen.moveTo(width / 2, -10);
				pen.lineTo(width / 2 + Math.cos(angle) * height * 1.4, Math.sin(angle) * height * 1.4);
				pen.stroke();
			}
			pen.shadowBlur = 0;
			pen.globalCompositeOperation = 'source-over';
		},
	};
}

/** @param {Stage} stage @returns {Scene} */
function sparkles({ width, height }) {
	const seconds = 4.4;
	const sparks = Array.from({ length: 420 }, () => ({
		at: between(0, 2.6),
		x: between(0, 1) * width,
		drift: between(-24, 24),
		fall: between(60, 230),
		life: between(0.8, 1.9),
		size: between(1, 2.9),
		hue: between(38, 54),
	}));
	return {
		seconds,
		draw(pen, time) {
			pen.fillStyle = `rgba(12, 8, 0, ${0.84 * swell(time, seconds, 0.5)})`;
			pen.fillRect(0, 0, width, height);
			pen.globalCompositeOperation = 'lighter';
			for (const { at, x, drift, fall, life, size, hue } of sparks) {
				const age = time - at;
				if (age < 0 || age > life) continue;
				pen.fillStyle = `hsla(${hue}, 100%, 62%, ${(1 - age / life) * (0.6 + 0.4 * Math.sin(age * 40 + x))})`;
				glow(pen, x + drift * age, fall * age * age + age * 90, size);
			}
			pen.globalCompositeOperation = 'source-over';
		},
	};
}

/** @param {Stage} stage @returns {Scene} */
function spotlight({ width, height, bubble }) {
	const seconds = 3.8;
	return {
		seconds,
		draw(pen, time) {
			const radius = Math.max(bubble.width, 130) * 0.72;
			const x = bubble.x + Math.sin(time * 2.4) * 14 * Math.exp(-time);
			const light = pen.createRadialGradient(x, bubble.y, radius * 0.72, x, bubble.y, radius * 1.1);
			light.addColorStop(0, 'rgba(0, 0, 0, 0)');
			light.addColorStop(1, 'rgba(0, 0, 0, .86)');
			pen.globalAlpha = swell(time, seconds, 0.6);
			pen.fillStyle = light;
			pen.fillRect(0, 0, width, height);
			pen.globalAlpha = 1;
		},
	};
}

/** @param {Stage} stage @returns {Scene} */
function echo({ width, height, bubble, text }) {
	const seconds = 3.6;
	const words = text.length > 24 ? `${text.slice(0, 24)}…` : text;
	const copies = Array.from({ length: 46 }, () => ({
		at: between(0, 1.5),
		x: between(-0.1, 1.1) * width,
		y: between(-0.1, 1) * height,
		size: between(0.5, 1.6),
		turn: between(-0.3, 0.3),
	}));
	return {
		seconds,
		draw(pen, time) {
			pen.textAlign = 'center';
			pen.textBaseline = 'middle';
			pen.font = '500 16px -apple-system, "Segoe UI", sans-serif';
			const wide = Math.min(240, pen.measureText(words).width + 26);
			for (const { at, x, y, size, turn } of copies) {
				const age = time - at;
				if (age < 0 || age > 1.9) continue;
				const way = 1 - Math.exp(-3.2 * age);
				pen.save();
				pen.translate(bubble.x + (x - bubble.x) * way, bubble.y + (y - bubble.y) * way);
				pen.rotate(turn * way);
				pen.scale(size * way, size * way);
				pen.globalAlpha = Math.min(1, (1.9 - age) * 1.6);
				pen.fillStyle = '#0a7cff';
				pen.beginPath();
				pen.roundRect(-wide / 2, -18, wide, 36, 18);
				pen.fill();
				pen.fillStyle = '#fff';
				pen.fillText(words, 0, 1);
				pen.restore();
			}
		},
	};
}

/** @param {Stage} stage @returns {Scene} */
function birthday(stage) {
	const parts = [balloons(stage, 14), confetti(stage)];
	const cakes = Array.from({ length: 8 }, () => ({
		x: between(0.08, 0.92) * stage.width,
		at: between(0, 1.6),
		size: between(30, 48),
		sign: oneOf(['🎂', '🎁', '🧁', '🥳']),
	}));
	return {
		seconds: 5.4,
		draw(pen, time, delta) {
			for (const part of parts) part.draw(pen, time, delta);
			pen.textAlign = 'center';
			for (const { x, at, size, sign } of cakes) {
				const age = time - at;
				if (age < 0) continue;
				pen.font = `${size}px sans-serif`;
				pen.fillText(sign, x, stage.height + size - Math.sin(Math.min(Math.PI, age * 0.95)) * stage.height * 0.55);
			}
		},
	};
}

/** A point with light around it. @param {CanvasRenderingContext2D} pen @param {number} x @param {number} y @param {number} radius */
function glow(pen, x, y, radius) {
	const alpha = pen.globalAlpha;
	pen.globalAlpha = alpha * 0.3;
	dot(pen, x, y, radius * 2.6);
	pen.globalAlpha = alpha;
	dot(pen, x, y, radius);
}

/** By the names on the wire. @type {Readonly<Record<string, (stage: Stage) => Scene>>} */
export const scenes = {
	Confetti: confetti,
	Fireworks: fireworks,
	Balloon: balloons,
	Heart: heart,
	Lasers: lasers,
	Sparkles: sparkles,
	Spotlight: spotlight,
	Echo: echo,
	HappyBirthday: birthday,
};

/** @param {CanvasRenderingContext2D} pen @param {number} x @param {number} y @param {number} radius */
function dot(pen, x, y, radius) {
	pen.beginPath();
	pen.arc(x, y, radius, 0, Math.PI * 2);
	pen.fill();
}
