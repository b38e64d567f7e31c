import { execFileSync } from 'node:child_process';
import path from 'node:path';

const source = path.resolve(__dirname, '../../../../../nodes/shared/spectrum/model/address/address.ts');

/** Whether the library of numbers is loaded after one address was read, in a process that has read nothing else. */
function isLoadedAfter(address: string): boolean {
	const script = `
		require(${JSON.stringify(source)}).parseAddress(${JSON.stringify(address)});
		process.stdout.write(String(Object.keys(require.cache).some((file) => file.includes('libphonenumber-js'))));
	`;
	return execFileSync(process.execPath, ['--require', 'tsx/cjs', '-e', script], { encoding: 'utf8' }) === 'true';
}

test('the library is loaded by the first number that needs it, and not before', () => {
	expect(isLoadedAfter('+1 (555) 123-4567')).toBe(false);
	expect(isLoadedAfter('alice@example.com')).toBe(false);
	expect(isLoadedAfter('+44 (0)20 7946 0958')).toBe(true);
});
