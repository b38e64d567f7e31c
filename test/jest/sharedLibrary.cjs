/**
 * Libraries that keep nothing which one test file could leave to the next, and that take long to load. n8n-core keeps its
 * services in a container, which the test host empties when it loads.
 */
const names = [
	'n8n-core',
	'n8n-workflow',
	'@n8n',
	'@grpc',
	'google-protobuf',
	'libphonenumber-js',
	're2js',
	'@noble',
	'selfsigned',
	'lodash',
];

/** Files of those packages, wherever npm has put them. */
const pattern = `/node_modules/(?:${names.join('|')})/`;

module.exports = {
	pattern,
	/** Takes the module that the process has loaded. */
	process: () => ({ code: "module.exports = globalThis[Symbol.for('require of the process')](__filename);" }),
	getCacheKey: () => 'one for every file',
};
