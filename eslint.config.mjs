import { readdirSync } from 'node:fs';
import communityNodes from '@n8n/eslint-plugin-community-nodes';
import importX from 'eslint-plugin-import-x';
import nodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const spectrum = './nodes/shared/spectrum';

/**
 * Floors from the top of the house to its foundation: each may import from those below it only. The client for Spectrum
 * knows nothing of n8n and could be published by itself. ARCHITECTURE.md draws the same picture.
 */
const layers = [
	{ name: 'the nodes and credentials', at: ['./nodes/Imessage*/**/*', './credentials/**/*'] },
	{ name: 'n8n', at: ['./nodes/shared/n8n/**/*'] },
	{ name: 'spectrum/log', at: [`${spectrum}/log/**/*`] },
	{ name: 'spectrum/gateway and spectrum/webhook', at: [`${spectrum}/gateway/**/*`, `${spectrum}/webhook/**/*`] },
	{ name: 'spectrum/auth and spectrum/codec', at: [`${spectrum}/auth/**/*`, `${spectrum}/codec/**/*`] },
	{ name: 'spectrum/transport', at: [`${spectrum}/transport/**/*`] },
	{ name: 'spectrum/campaign', at: [`${spectrum}/campaign/**/*`] },
	{ name: 'spectrum/timing', at: [`${spectrum}/timing/**/*`] },
	{ name: 'spectrum/errors', at: [`${spectrum}/errors/**/*`] },
	{
		name: 'spectrum/answers, text, filter, files, keys, net and optOut',
		at: ['answers', 'text', 'filter', 'files', 'keys', 'net', 'optOut'].map((folder) => `${spectrum}/${folder}/**/*`),
	},
	{ name: 'spectrum/model', at: [`${spectrum}/model/**/*`] },
	{ name: 'spectrum/values', at: [`${spectrum}/values/**/*`] },
];

/** The wire as data. The codec writes bytes with it, and calls over HTTP make JSON of them. It imports nothing. */
const wireAsData = '**/codec/generated/descriptors.ts';

const directionZones = layers.slice(1).map((layer, index) => ({
	target: layer.at,
	from: layers.slice(0, index + 1).flatMap((above) => above.at),
	...(layer.name === 'spectrum/transport' ? { except: [wireAsData] } : {}),
	message: `This file belongs to ${layer.name}, which is below what it imports here.`,
}));

/** Folders side by side, and folders that a layer reaches only through another one. */
const besideZones = [
	{
		target: `${spectrum}/auth/**/*`,
		from: [`${spectrum}/codec/**/*`],
		message: 'Tokens come over HTTPS: auth does not know the wire.',
	},
	{
		target: `${spectrum}/codec/**/*`,
		from: [`${spectrum}/auth/**/*`],
		message: 'The codec knows bytes, not who sends them.',
	},
	{
		target: ['log', 'auth', 'codec', 'transport', 'webhook'].map((folder) => `${spectrum}/${folder}/**/*`),
		from: [`${spectrum}/campaign/**/*`],
		message: 'The rules of campaigns are for those who send.',
	},
	{
		target: `${spectrum}/webhook/**/*`,
		from: [`${spectrum}/gateway/**/*`, `${spectrum}/codec/**/*`, `${spectrum}/transport/**/*`],
		message: 'A webhook needs no gRPC.',
	},
	{
		target: `${spectrum}/log/**/*`,
		from: ['webhook', 'auth', 'codec', 'transport'].map((folder) => `${spectrum}/${folder}/**/*`),
		message: 'Events come from the gateway, whatever carries them.',
	},
	{
		target: `${spectrum}/gateway/**/*`,
		from: [`${spectrum}/webhook/**/*`],
		message: 'Calls and deliveries do not know each other.',
	},
	{
		target: `${spectrum}/gateway/*.ts`,
		from: [`${spectrum}/gateway/recipes/**/*`],
		message: 'A recipe combines calls of the gateway, which does not know it.',
	},
	{
		target: `${spectrum}/gateway/pool/**/*`,
		from: [`${spectrum}/gateway/*.ts`, `${spectrum}/gateway/recipes/**/*`],
		message: 'The pool is below the gateway that uses it.',
	},
	{
		target: './nodes/shared/n8n/**/*',
		from: ['codec', 'transport', 'auth', 'webhook'].map((folder) => `${spectrum}/${folder}/**/*`),
		message: 'What n8n needs goes through the gateway.',
	},
	{
		target: ['./nodes/**/*', './credentials/**/*'],
		from: ['./test/**/*', './simulator/**/*', './scripts/**/*'],
		message: 'What is published does not know its tests, the simulator and our scripts.',
	},
	{
		target: './nodes/!(shared)/**/*',
		from: [...['codec', 'transport', 'auth'].map((folder) => `${spectrum}/${folder}/**/*`), './credentials/**/*'],
		message: 'Nodes speak to the gateway.',
	},
	{
		target: './credentials/**/*',
		from: ['./nodes/**/*'],
		message: 'A credential describes its fields and knows nothing else.',
	},
	{
		target: [`${spectrum}/!(codec)/**/*`, './nodes/shared/n8n/**/*'],
		from: [`${spectrum}/codec/generated/**/*`],
		except: [wireAsData],
		message: 'Only the codec knows the generated code.',
	},
	{
		target: './simulator/src/**/*',
		from: [
			'./credentials/**/*',
			'./nodes/Imessage*/**/*',
			'./nodes/shared/n8n/**/*',
			`${spectrum}/!(codec)/**/*`,
			`${spectrum}/codec/*.ts`,
			'./test/**/*',
		],
		message: 'A bug in our code must not cancel itself out: the simulator uses the generated code only.',
	},
];

/** A node's folder is its own: what two of them need belongs into shared. */
const nodeFolders = readdirSync('nodes').filter((name) => name !== 'shared');
const neighbourZones = nodeFolders.map((name) => ({
	target: `./nodes/${name}/**/*`,
	from: [`./nodes/!(shared|${name})/**/*`],
	message: 'What two nodes need belongs in shared.',
}));

/** Each outside library has one file that imports it; grpc-js one for calls, one for what came of them, one for channels and one for sockets. */
const homes = {
	'@grpc/grpc-js': ['GrpcTransport', 'observation', 'channel', 'dialling'].map((name) => `nodes/shared/spectrum/transport/${name}.ts`),
	'@noble/hashes/*': ['nodes/shared/spectrum/keys/hash.ts'],
	// One file for what the wire can do, one for its messages as JSON, and one for what JSON names and this version does not know.
	'@bufbuild/*': ['routes', 'wireJson', 'lenientJson'].map((name) => `nodes/shared/spectrum/transport/http/${name}.ts`),
	'form-data': ['nodes/shared/n8n/credentials/form.ts'],
	luxon: ['nodes/shared/spectrum/campaign/window.ts'],
	re2js: ['nodes/shared/spectrum/filter/pattern.ts'],
	// Only generated code, which is not linted, imports this one.
	'google-protobuf': ['nodes/shared/spectrum/codec/generated'],
};

function onlyIn(file) {
	return Object.entries(homes)
		.filter(([, files]) => !files.includes(file))
		.map(([library, files]) => ({ group: [library], message: `Only ${files.join(' and ')} imports this library.` }));
}

const n8nIsAbove = {
	group: ['n8n-workflow', 'n8n-core'],
	message: 'Only node folders, shared/n8n and credentials know n8n.',
};

export default tseslint.config(
	{
		ignores: ['**/dist/**', '.dev/**', 'coverage/**', 'node_modules/**', 'nodes/shared/spectrum/codec/generated/**'],
	},
	{
		files: ['**/*.ts'],
		// The rules that need types are in .oxlintrc.json.
		extends: [tseslint.configs.recommended],
		plugins: { 'import-x': importX },
		settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.js'] } } },
		rules: {
			'import-x/no-restricted-paths': ['error', { zones: [...directionZones, ...besideZones, ...neighbourZones] }],
			'import-x/no-cycle': 'error',
			'import-x/no-extraneous-dependencies': ['error', { devDependencies: ['test/**', 'simulator/**', 'scripts/**'] }],
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
		},
	},
	{
		// The simulator's page runs in a browser as it stands.
		files: ['simulator/src/web/page/**/*.js'],
		extends: [tseslint.configs.recommended],
		plugins: { 'import-x': importX },
		settings: { 'import-x/resolver': { node: { extensions: ['.js'] } } },
		rules: {
			'import-x/no-cycle': 'error',
			'no-restricted-properties': [
				'error',
				...['innerHTML', 'outerHTML', 'insertAdjacentHTML'].map((property) => ({
					property,
					message: 'What a message contains must stay text.',
				})),
				{ object: 'document', property: 'write' },
			],
			'no-restricted-syntax': [
				'error',
				{ selector: 'Identifier[name="dangerouslySetInnerHTML"]', message: 'What a message contains must stay text.' },
			],
			'no-eval': 'error',
			'no-implied-eval': 'error',
			eqeqeq: 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'],
		extends: [communityNodes.configs.recommended],
		rules: {
			// gRPC needs sockets, and this rule allows n8n-workflow alone. The reason why the pack is for self-hosted n8n.
			'@n8n/community-nodes/no-restricted-imports': 'off',
			// grpc-js, google-protobuf and the hashes are what the wire is made of.
			'@n8n/community-nodes/no-runtime-dependencies': 'off',
		},
	},
	{
		// Where the process comes in: its timers, its variables, and what gRPC needs of it. See docs/cloud.md.
		files: [
			'nodes/shared/n8n/asking/ports.ts',
			...['timing/clock', 'net/proxy', 'transport/*'].map((name) => `nodes/shared/spectrum/${name}.ts`),
		],
		rules: { '@n8n/community-nodes/no-restricted-globals': 'off' },
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': nodesBase },
		rules: {
			...nodesBase.configs.nodes.rules,
			// These two know the text 'main' only; NodeConnectionTypes.Main is what n8n asks for today.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'no-restricted-imports': ['error', { patterns: onlyIn('') }],
		},
	},
	{
		files: ['nodes/shared/spectrum/**/*.ts'],
		rules: {
			'no-restricted-imports': ['error', { patterns: [...onlyIn(''), n8nIsAbove] }],
			// These layers do not know n8n: shared/n8n/errors turns their errors into NodeApiError, in one place.
			'@n8n/community-nodes/require-node-api-error': 'off',
		},
	},
	...Object.values(homes)
		.flat()
		.filter((home) => home.endsWith('.ts'))
		.map((home) => ({
			files: [home],
			rules: { 'no-restricted-imports': ['error', { patterns: [...onlyIn(home), n8nIsAbove] }] },
		})),
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': nodesBase },
		rules: {
			...nodesBase.configs.credentials.rules,
			// For n8n's own credentials, whose documentation URL is a slug.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'no-restricted-imports': ['error', { patterns: onlyIn('') }],
		},
	},
	{
		files: ['package.json'],
		plugins: { 'n8n-nodes-base': nodesBase },
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		rules: {
			...nodesBase.configs.community.rules,
			// For a package of the development alone, which names one version of a library and works with newer ones.
			'@n8n/community-nodes/no-overrides-field': 'off',
		},
	},
);
