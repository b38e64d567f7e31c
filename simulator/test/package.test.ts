import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..');
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');
const manifest = (name: string) => JSON.parse(read(name)) as Record<string, Record<string, string> | undefined>;

const pack = manifest('package.json');
const simulator = manifest('simulator/package.json');

test('the pack does not depend on the simulator', () => {
	for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundleDependencies']) {
		expect(Object.keys(pack[kind] ?? {})).not.toContain('spectrum-simulator');
	}
	const sources = ['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts'))
			.map((name) => path.join(folder, name)),
	);
	expect(sources.length).toBeGreaterThan(300);
	const knowing = sources.filter((name) => /from '[^']*simulator|require\('[^']*simulator|import\('[^']*simulator/.test(read(name)));
	expect(knowing).toEqual([]);
});

test('the simulator depends on what its sources import, and on nothing else', () => {
	const sources = readdirSync(path.join(root, 'simulator', 'src'), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => read(path.join('simulator', 'src', name)));
	const imported = sources.flatMap((text) => [...text.matchAll(/from '([^.'][^']*)'/g)].map(([, name = '']) => name));
	const libraries = imported
		.filter((name) => !name.startsWith('node:'))
		.map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
	// The page has its libraries from the package's folder, and generated code has its own.
	const expected = new Set([...libraries, 'preact', 'htm', 'google-protobuf']);
	expect(Object.keys(simulator.dependencies ?? {}).sort()).toEqual([...expected].sort());
});

test('both packages have one version of what both need, and one licence', () => {
	for (const [name, range] of Object.entries(simulator.dependencies ?? {})) {
		const other = pack.dependencies?.[name] ?? pack.devDependencies?.[name];
		if (other !== undefined) expect([name, range]).toEqual([name, other]);
	}
	expect(simulator.engines).toEqual(pack.engines);
	expect(read('simulator/LICENSE')).toBe(read('LICENSE'));
});
