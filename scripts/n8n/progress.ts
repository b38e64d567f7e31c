/** Writes one line of progress. Default: to standard error, past jest's own collecting of console output. */
let write = (line: string): void => {
	process.stderr.write(`e2e  ${line}\n`);
};

/** Time between two lines about the same thing. */
const everyMilliseconds = 10_000;

export function writeProgressWith(writer: (line: string) => void): void {
	write = writer;
}

/**
 * One line for what takes long, and one every ten seconds: a person who waits for minutes sees that something happens.
 * The answer reports the end, with the time it took; or nothing when it was not reached.
 *
 * @param measure How far it is, in a few words
 */
export function say(what: string, measure?: () => string): (isReached?: boolean) => void {
	const from = Date.now();
	const seconds = (): string => `${((Date.now() - from) / 1000).toFixed(1)} s`;
	note(`${what} …`);
	const timer = measure && setInterval(() => note(`${what} … ${seconds()}, ${measure()}`), everyMilliseconds);
	timer?.unref();
	return (isReached = true) => {
		clearInterval(timer);
		if (isReached) note(`${what}: ${seconds()}`);
	};
}

/** What was measured, and is no verdict. */
export function note(what: string): void {
	write(what);
}
