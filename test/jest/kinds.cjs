const path = require('node:path');
const { pattern } = require('./sharedLibrary.cjs');

const typeScript = {
	'^.+\\.ts$': [
		'@swc/jest',
		{
			jsc: {
				parser: { syntax: 'typescript', decorators: true },
				target: 'es2022',
			},
			// The vendor's client is an ES module: `import()` must stay an import.
			module: { type: 'commonjs', ignoreDynamic: true },
		},
	],
};

/** What every run of Jest gets from its machine. */
const run = {
	// By default one core is left to nobody, and two cores are what most machines of this kind have.
	maxWorkers: '100%',
	// For a machine that is busy with something else: a limit only ends what hangs.
	testTimeout: 180_000,
};

/** What all tests have in common. */
const base = {
	rootDir: path.resolve(__dirname, '../..'),
	transform: typeScript,
	modulePathIgnorePatterns: ['<rootDir>/(simulator/)?dist/', '<rootDir>/\\.dev/'],
	setupFilesAfterEnv: ['<rootDir>/test/support/outputsAsPromised.ts'],
};

/** The suites that take more than five seconds, or move 100 MiB: `npm run test:slow`. */
const slowSuites = '\\.slow\\.test\\.ts$';

/**
 * The suites that get globals and libraries of their own: those of the simulator (the vendor's client, an ES module, drives
 * it in test/contract) and of the test host, and the one that compares what is built.
 */
const withOwnGlobals = [
	'/test/unit/host/.*\\.test\\.ts$',
	'/simulator/test/.*\\.test\\.ts$',
	'/test/contract/(?:sdk/|vendor|conformance|rpcLedger|outputSchemas).*\\.test\\.ts$',
];

const own = {
	...base,
	displayName: 'own globals',
	testEnvironment: '<rootDir>/test/jest/ownRealm.cjs',
	testRegex: withOwnGlobals,
	testPathIgnorePatterns: ['/node_modules/', slowSuites],
};

/** They get globals of their own as well. Starting them costs little next to what they do. */
const slow = {
	...own,
	displayName: 'slow',
	testRegex: slowSuites,
	testPathIgnorePatterns: ['/node_modules/'],
};

/** All others share the globals and the libraries of their process: loading n8n's engine takes longer than most of them. */
const shared = {
	...base,
	displayName: 'shared globals',
	testEnvironment: '<rootDir>/test/jest/sharedRealm.cjs',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', slowSuites, ...withOwnGlobals],
	transform: { [`${pattern}.*\\.c?js$`]: '<rootDir>/test/jest/sharedLibrary.cjs', ...typeScript },
	transformIgnorePatterns: [],
};

module.exports = { base, own, run, shared, slow };
