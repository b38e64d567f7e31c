import type { ReadStream } from 'node:tty';

type Input = Pick<ReadStream, 'on' | 'resume' | 'pause'> & Partial<Pick<ReadStream, 'isTTY' | 'setRawMode' | 'unref'>>;

const ctrlC = '\u0003';
/** A closed terminal sends SIGHUP. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How often to look whether the program that started this one is still there, in milliseconds. */
const lookEvery = 500;

/** The person in front of the program: keys that they press, and the ways in which they end it. */
export class Terminal {
	/** Resolves once, when the program is to end. */
	readonly ended: Promise<void>;
	private readonly keys = new Map<string, () => void>();
	private readonly end: () => void;
	private readonly stopListening: Array<() => void> = [];

	constructor(private readonly input: Input = process.stdin) {
		let end: () => void = () => undefined;
		this.ended = new Promise((resolve) => {
			end = resolve;
		});
		this.end = end;
		for (const signal of endings) {
			process.on(signal, end);
			this.stopListening.push(() => process.off(signal, end));
		}
		// npm ends without a word to what it has started when it is ended by a signal itself.
		const { ppid } = process;
		const look = setInterval(() => process.ppid === ppid || end(), lookEvery);
		look.unref();
		this.stopListening.push(() => clearInterval(look));
		// What is written to a terminal that was closed has no reader; the end of the program goes on all the same.
		for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
		// A key works without the Enter key after it. Then Ctrl-C is a key too, and sends no signal.
		if (input.isTTY) input.setRawMode?.(true);
		input.on('data', (data: Buffer | string) => this.take(String(data)));
		input.on('error', () => undefined);
		input.on('end', () => {
			if (input.isTTY) end();
		});
		input.resume();
		// What keeps the program running is its servers.
		input.unref?.();
	}

	/** @param key One character. */
	onKey(key: string, task: () => void): void {
		this.keys.set(key, task);
	}

	/** Gives the terminal back as it was. */
	close(): void {
		for (const stop of this.stopListening) stop();
		if (this.input.isTTY) this.input.setRawMode?.(false);
		this.input.pause();
	}

	private take(text: string): void {
		for (const key of text) {
			if (key === ctrlC) this.end();
			else this.keys.get(key.toLowerCase())?.();
		}
	}
}
