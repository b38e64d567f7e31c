import { parseCommand, UsageError } from '../../src/standalone/arguments';

test('without options: the shared plan on this machine alone', () => {
	expect(parseCommand([])).toEqual({ help: false, plan: 'shared', host: '127.0.0.1', port: undefined, state: undefined });
});

test('every option', () => {
	expect(parseCommand(['--plan', 'dedicated', '--port=0', '--host', '0.0.0.0', '--state', 'here', '--help'])).toEqual({
		help: true,
		plan: 'dedicated',
		host: '0.0.0.0',
		port: 0,
		state: 'here',
	});
});

test.each<[string[], RegExp]>([
	[['--plan', 'free'], /^--plan is "free". It can be shared or dedicated\.$/],
	[['--port', '70000'], /^--port is "70000"/],
	[['--port', '1e3'], /^--port is "1e3"/],
	[['--port', '65530'], /^--port is "65530"/],
	[['--port'], /--port.*argument missing.*--help/],
	[['--host', ''], /^--host is empty/],
	[['--state', ''], /^--state is empty/],
	[['--secret'], /^Unknown option '--secret'\. --help shows the options\.$/],
	[['dedicated'], /dedicated.*--help shows the options/],
	[['--help=yes'], /--help/],
])('%j is refused', (args, message) => {
	expect(() => parseCommand(args)).toThrow(UsageError);
	expect(() => parseCommand(args)).toThrow(message);
});
