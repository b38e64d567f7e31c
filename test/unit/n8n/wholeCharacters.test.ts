import { wrongField } from '../../../nodes/shared/n8n/errors/wrongField';
import { quote } from '../../../nodes/shared/spectrum/errors/redact';
import { readNamedSpace } from '../../../nodes/shared/spectrum/model/namedSpace';
import { inEntry } from '../../../nodes/shared/spectrum/values/entries';
import { asLabel } from '../../../nodes/shared/spectrum/values/label';

/**
 * Half an emoji is no character: a server of a language model refuses a text that has one, and so the agent whose tool
 * answered with it ends.
 */
const face = '\u{1F600}';
/** An emoji on each place where a text may be cut. */
const texts = [0, 1].map((shift) => 'x'.repeat(shift) + face.repeat(400));

test.each([
	[
		'the value that an error shows',
		(text: string) => wrongField({ field: 'field "To"', problem: 'is wrong', found: text, advice: '' }).message,
	],
	['an entry of a list', (text: string) => inEntry(text, 'is wrong').problem],
	['a field that names no conversation', (text: string) => readNamedSpace({ spaceId: text }) as never as { found: string }],
	['what a server says', (text: string) => quote(text, [])],
	['a label', asLabel],
	['a label that is mostly spaces', (text: string) => asLabel(`x${' '.repeat(508)}${text}`)],
])('%s is cut between characters', (_name, cut) => {
	for (const text of texts) {
		const shown = JSON.stringify(cut(text));
		expect(shown).not.toMatch(/\\ud[89a-f]/);
	}
});
