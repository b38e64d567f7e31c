const tls = require('node:tls');
const vm = require('node:vm');
const { ModuleMocker } = require('jest-mock');
const { endAsyncStores } = require('./asyncStores.cjs');
const { privateAuthorities } = require('./privateAuthorities.cjs');

/**
 * The environment of `npm run test:fast`: test files of one process share the process's own globals, and with them the
 * libraries that `sharedLibrary.cjs` names, which then load once a process and not once a file. Loading n8n's engine
 * takes longer than most files' tests.
 *
 * Jest compiles every module for the context of its environment. There is none here, and Jest demands one, so this marker
 * stands for the process's own.
 */
const ownContext = vm.createContext({});
const { compileFunction } = vm;

/** What is compiled for the process's own globals, by file. It keeps nothing: each test file runs it with modules of its own. */
const compiled = new Map();

vm.compileFunction = (code, parameters, { parsingContext, ...options } = {}) => {
	if (parsingContext !== ownContext) return compileFunction(code, parameters, { ...options, parsingContext });
	// An import() belongs to the test file that compiles it.
	if (code.includes('import(')) return compileFunction(code, parameters, options);
	const name = [options.filename, ...parameters].join();
	const known = compiled.get(name);
	if (known?.code === code) return known.run;
	const run = compileFunction(code, parameters, options);
	compiled.set(name, { code, run });
	return run;
};

tls.createSecureContext = privateAuthorities(tls.createSecureContext);

/** Where `sharedLibrary.cjs` finds this file's `require`, which Jest does not replace. */
globalThis[Symbol.for('require of the process')] = require;

class SharedRealm {
	constructor() {
		this.global = globalThis;
		this.context = ownContext;
		this.moduleMocker = new ModuleMocker(globalThis);
		this.fakeTimers = null;
		this.fakeTimersModern = null;
		this.globals = new Map(Reflect.ownKeys(globalThis).map((key) => [key, Object.getOwnPropertyDescriptor(globalThis, key)]));
		this.environment = { ...process.env };
		this.exit = process.exit;
	}

	async setup() {}

	/** Leaves the process as it was found: the next file must not see what this one has changed. */
	async teardown() {
		endAsyncStores();
		this.moduleMocker.restoreAllMocks();
		for (const key of Reflect.ownKeys(globalThis)) {
			const { configurable } = Object.getOwnPropertyDescriptor(globalThis, key);
			if (configurable && !this.globals.has(key)) delete globalThis[key];
		}
		for (const [key, descriptor] of this.globals) if (descriptor.configurable) Object.defineProperty(globalThis, key, descriptor);
		for (const name of Object.keys(process.env)) if (!(name in this.environment)) delete process.env[name];
		Object.assign(process.env, this.environment);
		process.exit = this.exit;
		this.context = null;
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	getVmContext() {
		return this.context;
	}
}

module.exports = SharedRealm;
