/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: '<rootDir>/test/jest/ownRealm.cjs',
	testMatch: ['<rootDir>/{test,simulator/test}/**/*.test.ts'],
	transform: {
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
	},
	modulePathIgnorePatterns: ['<rootDir>/(simulator/)?dist/', '<rootDir>/\\.dev/'],
	// By default one core is left to nobody, and two cores are what most machines of this kind have.
	maxWorkers: '100%',
	setupFilesAfterEnv: ['<rootDir>/test/support/outputsAsPromised.ts'],
	// For a machine that is busy with something else: a limit only ends what hangs.
	testTimeout: 180_000,
};
