const { own, shared } = require('./test/jest/kinds.cjs');

/**
 * `npm run jest`: every suite but the slow ones.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	projects: [own, shared],
	// By default one core is left to nobody, and two cores are what most machines of this kind have.
	maxWorkers: '100%',
	// For a machine that is busy with something else: a limit only ends what hangs.
	testTimeout: 180_000,
};
