const { execFile, spawn } = require('node:child_process');
const { readdir, readFile, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { promisify } = require('node:util');
const { dest, parallel, series, src } = require('gulp');

const run = promisify(execFile);
const generated = path.join('nodes', 'shared', 'spectrum', 'codec', 'generated');

/** Runs the command of a package with this Node, whatever the platform calls its shim. */
async function command(name, args) {
	const [library, ...file] = name.split('/bin/');
	const script = path.join(path.dirname(require.resolve(`${library}/package.json`)), 'bin', ...file);
	try {
		await run(process.execPath, [script, ...args]);
	} catch (error) {
		// Compilers write what is wrong to their standard output; without it the failure says nothing.
		throw new Error(`${name} failed:\n${error.stdout ?? ''}${error.stderr ?? error.message}`);
	}
}

async function cleanGenerated() {
	await rm(generated, { recursive: true, force: true });
}

async function generateCode() {
	await command('@bufbuild/buf/bin/buf', ['generate']);
}

/**
 * Mends what the generator writes for an older google-protobuf: its method for reading lists is gone, and the one that
 * took its place reads packed and unpacked lists alike.
 */
function mendLists(code) {
	return code.replace(
		/message\.(\w+) = reader\.readPacked(\w+)\(\);/g,
		'{ const values = message.$1; reader.readPackable$2Into(values); message.$1 = values; }',
	);
}

/** Of files that only the annotations need, nothing travels. The generator writes and imports them nevertheless. */
const onlyAnnotations = [path.join('google', 'api'), path.join('google', 'protobuf', 'descriptor.ts')];

function withoutAnnotations(code) {
	return code.replace(/^import .*google\/api\/annotations";\n/gm, '');
}

/** The generator does not write for our compiler's strictness; its types are still checked where they are used. */
async function adaptGenerated() {
	for (const name of onlyAnnotations) await rm(path.join(generated, name), { recursive: true });
	for (const name of await readdir(generated, { recursive: true })) {
		if (!name.endsWith('.ts')) continue;
		const file = path.join(generated, name);
		await writeFile(file, `// @ts-nocheck\n${mendLists(withoutAnnotations(await readFile(file, 'utf8')))}`);
	}
}

/** The wire files as data, for what reads the routes and the JSON of HTTP from them. */
async function writeDescriptors() {
	const image = path.join(generated, 'descriptors.binpb');
	await command('@bufbuild/buf/bin/buf', ['build', 'proto', '--exclude-source-info', '-o', image]);
	const text = (await readFile(image)).toString('base64');
	await writeFile(
		path.join(generated, 'descriptors.ts'),
		`/** google.protobuf.FileDescriptorSet in base64. */\nexport const descriptors =\n\t'${text}';\n`,
	);
	await rm(image);
}

async function cleanDist() {
	await rm('dist', { recursive: true, force: true });
}

async function compile() {
	await command('typescript7/bin/tsc', ['-p', 'tsconfig.json']);
}

function copyAssets() {
	return src(['icons/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], { base: '.', encoding: false }).pipe(dest('dist'));
}

async function cleanSimulator() {
	await rm(path.join('simulator', 'dist'), { recursive: true, force: true });
}

async function compileSimulator() {
	await command('typescript7/bin/tsc', ['-p', path.join('simulator', 'tsconfig.json')]);
}

/** The page is served as it is. */
function copyPage() {
	return src('simulator/src/web/page/**/*', { base: '.', encoding: false }).pipe(dest(path.join('simulator', 'dist')));
}

/** Runs a script of package.json and ends the build with it where it fails. */
function script(name) {
	const task = () => spawn('npm', ['run', name], { stdio: 'inherit', shell: process.platform === 'win32' });
	return Object.assign(task, { displayName: name });
}

/** Turns proto/ into TypeScript. */
const generate = series(cleanGenerated, generateCode, adaptGenerated, writeDescriptors);

exports.generate = generate;
/** Everything that is published: generated code, compiled nodes and credentials, icons, codex files, output schemas. */
exports.build = series(generate, cleanDist, compile, copyAssets);
/** The package `spectrum-simulator`: the simulator and its page. */
exports.buildSimulator = series(generate, cleanSimulator, parallel(compileSimulator, copyPage));
/** What can be said of the sources without running them: the rules without types on one core, those with types on the other. */
exports.check = parallel(script('lint'), series(script('typecheck'), script('lint:types')));
exports.default = exports.build;
