const asyncHooks = require('node:async_hooks');

let stores = [];

/**
 * Jest makes an AsyncLocalStorage for each test file and never ends it. From then on, every promise of the process carries its
 * value: after two hundred files that took a fifth of the time of all tests.
 */
asyncHooks.AsyncLocalStorage = class extends asyncHooks.AsyncLocalStorage {
	constructor(...options) {
		super(...options);
		stores.push(this);
	}
};

/** Ends those of a test file, after its last test. One that a library keeps for the next file begins again with its next use. */
function endAsyncStores() {
	for (const store of stores) store.disable();
	stores = [];
}

module.exports = { endAsyncStores };
