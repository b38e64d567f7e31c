import { parseDevArguments } from '../../../scripts/dev/arguments';
import { UsageError } from '../../../simulator/src/standalone/arguments';

test('without options: the shared plan, with n8n, and what was kept', () => {
	expect(parseDevArguments([])).toEqual({ help: false, mode: 'shared', withoutN8n: false, fresh: false, port: undefined, state: '.dev' });
});

test.each<[string[], object]>([
	[['--plan', 'dedicated'], { mode: 'dedicated' }],
	[['--self-hosted'], { mode: 'self-hosted' }],
	[['--self-hosted', '--plan', 'dedicated'], { mode: 'self-hosted' }],
	[['--no-n8n', '--fresh'], { withoutN8n: true, fresh: true }],
	[['--port', '4700'], { port: 4700 }],
	[['--state', 'elsewhere'], { state: 'elsewhere' }],
	[['-h'], { help: true }],
])('%j', (args, expected) => {
	expect(parseDevArguments(args)).toMatchObject(expected);
});

test.each<[string[], RegExp]>([
	[['--self-hosted', '--plan', 'shared'], /exclude each other/],
	[['--plan', 'cheap'], /^--plan is "cheap"/],
	[['--n8n'], /^Unknown option '--n8n'/],
	[['--state', ''], /^--state is empty/],
	[['fresh'], /--help shows the options/],
])('%j is refused', (args, message) => {
	expect(() => parseDevArguments(args)).toThrow(UsageError);
	expect(() => parseDevArguments(args)).toThrow(message);
});
