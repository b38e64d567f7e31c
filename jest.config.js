const { own, run, shared } = require('./test/jest/kinds.cjs');

/**
 * `npm run jest`: every suite but the slow ones.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	projects: [own, shared],
	...run,
};
