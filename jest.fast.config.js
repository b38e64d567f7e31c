const { run, shared } = require('./test/jest/kinds.cjs');

/**
 * What a change is tried with: `npm run jest` without the suites that need globals of their own.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	...shared,
	...run,
	reporters: ['default', '<rootDir>/test/jest/slowSuites.cjs'],
	slowTestThreshold: 5,
};
