import { encode } from 'modern-gif';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { hidePointer, setPicture, setPointer } from './inStage.cjs';

const width = 900;
const height = 520;

/** Where a page stands in the picture, in its pixels. */
export interface Box {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
	/** Of its corners. */
	readonly radius: number;
}

/** A page, or a part of it, that the film shows. */
export interface Actor {
	readonly name: string;
	readonly box: Box;
	/** A PNG of what it looks like now. */
	readonly look: () => Promise<Buffer>;
}

interface Frame {
	readonly data: Uint8ClampedArray<ArrayBuffer>;
	milliseconds: number;
}

/** Pages side by side, frame by frame. */
export class Film {
	private readonly frames: Frame[] = [];

	private constructor(
		private readonly stage: Page,
		private readonly actors: readonly Actor[],
	) {}

	static async open(browser: Browser, actors: readonly Actor[]): Promise<Film> {
		const stage = await browser.newPage({ viewport: { width, height } });
		await stage.setContent(stageWith(actors));
		return new Film(stage, actors);
	}

	/** How long it is. */
	get milliseconds(): number {
		return this.frames.reduce((sum, frame) => sum + frame.milliseconds, 0);
	}

	/** Adds what the pages look like now. A frame like the one before only makes that one longer. */
	async take(milliseconds: number): Promise<void> {
		const looks = await Promise.all(this.actors.map(async ({ name, look }) => ({ name, png: (await look()).toString('base64') })));
		for (const { name, png } of looks) await this.stage.evaluate(setPicture, { name, png });
		await this.retake(milliseconds);
	}

	/** Moves the pointer in a few frames, from where it is, to a place in the picture. */
	async point(to: { readonly x: number; readonly y: number }, from: { readonly x: number; readonly y: number }): Promise<void> {
		const steps = 7;
		for (let step = 1; step <= steps; step++) {
			// Slow at both ends, as a hand moves it.
			const share = (1 - Math.cos((Math.PI * step) / steps)) / 2;
			await this.stage.evaluate(setPointer, { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share });
			await this.retake(50);
		}
	}

	async hidePointer(milliseconds: number): Promise<void> {
		await this.stage.evaluate(hidePointer);
		await this.retake(milliseconds);
	}

	/** A GIF that begins again and again. */
	async gif(): Promise<Buffer> {
		const frames = this.frames.map(({ data, milliseconds }) => ({ data, delay: milliseconds }));
		return Buffer.from(await encode({ width, height, frames, maxColors: 255, looped: true }));
	}

	private async retake(milliseconds: number): Promise<void> {
		const { data } = PNG.sync.read(await this.stage.screenshot());
		const last = this.frames.at(-1);
		if (last !== undefined && Buffer.compare(data, Buffer.from(last.data.buffer)) === 0) last.milliseconds += milliseconds;
		else this.frames.push({ data: Uint8ClampedArray.from(data), milliseconds });
	}
}

function stageWith(actors: readonly Actor[]): string {
	const places = actors.map(
		({ name, box }) =>
			`#${name} { left: ${box.left}px; top: ${box.top}px; width: ${box.width}px; height: ${box.height}px; border-radius: ${box.radius}px }`,
	);
	return `<!doctype html><style>
		body { margin: 0; background: #eef0f4 }
		img { position: absolute; box-shadow: 0 0 0 1px #d9dce3 }
		svg { position: absolute; left: 0; top: 0; visibility: hidden }
		${places.join('\n')}
	</style>${actors.map(({ name }) => `<img id="${name}" alt="">`).join('')}
	<svg width="18" height="24" viewBox="0 0 18 24"><path d="M2 1v18l4.6-4.2 3 7 3.2-1.4-3-6.8 6.2-.5z" fill="#111" stroke="#fff" stroke-width="1.5"/></svg>`;
}
