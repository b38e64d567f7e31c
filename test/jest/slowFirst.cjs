const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Begins with the slow suites. On a fresh machine Jest does not know yet what took long and begins with the largest files, so
 * a short file that takes a minute would come last, and all cores but one would wait for it.
 */
class SlowFirst extends Sequencer {
	sort(tests) {
		const isSlow = ({ path }) => path.includes('.slow.test.');
		const sorted = super.sort(tests);
		return [...sorted.filter(isSlow), ...sorted.filter((test) => !isSlow(test))];
	}
}

module.exports = SlowFirst;
