const tls = require('node:tls');
const { TestEnvironment } = require('jest-environment-node');
const { endAsyncStores } = require('./asyncStores.cjs');
const { privateAuthorities } = require('./privateAuthorities.cjs');

// Node's own modules are the same for all test files of a process, so this is loaded, and done, once.
tls.createSecureContext = privateAuthorities(tls.createSecureContext);

/** Globals of its own for each test file, as Jest has it, and connections that do not read the public authorities. */
module.exports = class OwnRealm extends TestEnvironment {
	async teardown() {
		endAsyncStores();
		await super.teardown();
	}
};
