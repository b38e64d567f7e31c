const { base } = require('../jest/kinds.cjs');

/**
 * `npm run test:e2e`: real n8n, so minutes instead of seconds, and one file after the other.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	...base,
	testEnvironment: '<rootDir>/test/jest/ownRealm.cjs',
	testMatch: ['<rootDir>/test/e2e/**/*.e2e.ts'],
	globalSetup: '<rootDir>/test/e2e/globalSetup.ts',
	globalTeardown: '<rootDir>/test/e2e/globalTeardown.ts',
	// Two n8n at once need more memory and time than they save.
	maxWorkers: 1,
	// A limit only ends what hangs: one start of n8n may take three minutes where the machine is busy.
	testTimeout: 600_000,
	verbose: true,
};
