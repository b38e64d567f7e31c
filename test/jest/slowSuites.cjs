/**
 * Keeps the fast tests fast: names each file that took more than five seconds. On a busy machine a file may stand here
 * that is fast by itself, so it is a report and fails nothing.
 */
class SlowSuites {
	constructor() {
		this.slow = [];
	}

	onTestResult({ path, context }, { perfStats }) {
		const seconds = perfStats.runtime / 1_000;
		if (seconds > context.config.slowTestThreshold) this.slow.push({ seconds, file: path.slice(context.config.rootDir.length + 1) });
	}

	onRunComplete() {
		if (this.slow.length === 0) return;
		const lines = this.slow
			.sort((left, right) => right.seconds - left.seconds)
			.map(({ seconds, file }) => `  ${seconds.toFixed(1)} s  ${file}`);
		console.log(
			`\nLonger than five seconds. If it is so on an idle machine too, make it faster or name it .slow.test.ts:\n${lines.join('\n')}`,
		);
	}
}

module.exports = SlowSuites;
