import { fourLines } from '../../../scripts/dev/greeting';

const phone = 'http://127.0.0.1:4600/';

test('four lines: n8n, phone, what to do first, how to stop', () => {
	const lines = fourLines({ phone, n8n: { url: 'http://127.0.0.1:4608', login: { email: 'you@example.test', password: 'Secret1' } } });
	expect(lines.map((line) => line.split(/\s/)[0])).toEqual(['n8n', 'Phone', 'First', 'Stop']);
	expect(lines.slice(0, 2)).toEqual(['n8n    http://127.0.0.1:4608  (you@example.test, password Secret1)', `Phone  ${phone}`]);
});

test('four lines without n8n too', () => {
	const lines = fourLines({ phone });
	expect(lines.map((line) => line.split(/\s/)[0])).toEqual(['n8n', 'Phone', 'First', 'Stop']);
	expect(lines[0]).toMatch(/elsewhere/);
});
