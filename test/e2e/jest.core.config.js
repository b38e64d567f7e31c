const whole = require('./jest.config.js');

/**
 * The end-to-end tests that each change passes: n8n 2.40 alone, without a browser, a database server and a second n8n.
 * What is left out runs with the whole suite: the editor, queue mode, the older n8n, every example, and what the wirings
 * touch as well (polling, one kill).
 */
const core = ['aiTool', 'credentials', 'errors', 'lists', 'package', 'stream', 'webhookLifecycle', 'wirings/wirings'];

/** @type {import('jest').Config} */
module.exports = {
	...whole,
	testMatch: core.map((name) => `<rootDir>/test/e2e/${name}.e2e.ts`),
};
