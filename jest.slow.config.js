const { run, slow } = require('./test/jest/kinds.cjs');

/**
 * `npm run test:slow`: the suites whose names end in `.slow.test.ts`.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	...slow,
	...run,
};
