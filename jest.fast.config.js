const everything = require('./jest.config.js');
const { pattern } = require('./test/jest/sharedLibrary.cjs');

/**
 * What a change is tried with: everything but the suites of the simulator (the vendor's client drives it in test/contract)
 * and of the test host, the one that compares what is built, and those that take more than five seconds, whose names end
 * in `.slow.test.ts`. `npm test` runs all of them, each file in globals of its own.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	...everything,
	testPathIgnorePatterns: [
		'/node_modules/',
		'\\.slow\\.test\\.ts$',
		'<rootDir>/test/(e2e|unit/host)/',
		'<rootDir>/simulator/',
		'<rootDir>/test/contract/(sdk/|vendor|conformance|rpcLedger|outputSchemas)',
	],
	testEnvironment: '<rootDir>/test/jest/sharedRealm.cjs',
	transform: { [`${pattern}.*\\.c?js$`]: '<rootDir>/test/jest/sharedLibrary.cjs', ...everything.transform },
	transformIgnorePatterns: [],
	reporters: ['default', '<rootDir>/test/jest/slowSuites.cjs'],
	slowTestThreshold: 5,
};
