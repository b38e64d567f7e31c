const { shared } = require('./test/jest/kinds.cjs');

/**
 * What a change is tried with: `npm test` without the suites that need globals of their own and without the slow ones.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	...shared,
	maxWorkers: '100%',
	testTimeout: 180_000,
	reporters: ['default', '<rootDir>/test/jest/slowSuites.cjs'],
	slowTestThreshold: 5,
};
