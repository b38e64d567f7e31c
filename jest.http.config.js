const { run, shared } = require('./test/jest/kinds.cjs');

// Read by test/support/connection.ts. The workers of jest inherit it.
process.env.SPECTRUM_TEST_CONNECTION = 'http';

/**
 * The suites of the nodes, with credentials that connect by HTTP.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	...shared,
	...run,
	testMatch: ['<rootDir>/test/nodes/**/*.test.ts'],
	// Streams are by gRPC alone, and so are questions whose answer a stream brings at once; they have overHttp.test.ts.
	testPathIgnorePatterns: [
		...shared.testPathIgnorePatterns,
		'/test/nodes/trigger/log/',
		'/test/nodes/sendAndWait/(?!overHttp)',
		'/test/nodes/everyNode/bothConnections',
	],
};
