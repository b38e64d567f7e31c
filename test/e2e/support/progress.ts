/**
 * One line for what takes long, past jest's own collecting of console output: somebody who waits for minutes sees that
 * something happens. The answer reports the end, with the time it took.
 */
export function say(what: string): () => void {
	const from = Date.now();
	note(`${what} …`);
	return () => note(`${what}: ${((Date.now() - from) / 1000).toFixed(1)} s`);
}

/** What was measured, and is no verdict. */
export function note(what: string): void {
	process.stderr.write(`e2e  ${what}\n`);
}
