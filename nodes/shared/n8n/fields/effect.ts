import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { messageEffects, type MessageEffect } from '../../spectrum/text/effects';
import { invalid, textParameter } from '../parameters/parameters';

/** Which of the effects of a whole message. */
export const effectField: INodeProperties = {
	displayName: 'Effect',
	name: 'effect',
	type: 'options',
	options: [...messageEffects]
		.sort((left, right) => left.title.localeCompare(right.title))
		.map(({ title, name, looks, shownOn }) => ({
			name: title,
			value: name,
			description: `${shownOn === 'bubble' ? 'Bubble' : 'Screen'}: ${looks}`,
		})),
	default: 'confetti',
	description: 'What the recipient sees when the message arrives. Bubble effects move the message, screen effects fill the whole conversation.',
};

/** Names that people know the effects by elsewhere. */
const aliases: Readonly<Record<string, string>> = { love: 'heart', hearts: 'heart', 'invisible ink': 'invisible', balloon: 'balloons', laser: 'lasers', happybirthday: 'celebration' };

/** Reads the effect; an expression may give its name, its title or Apple's own id. */
export function readEffect(context: IExecuteFunctions, itemIndex: number): MessageEffect {
	const found = textParameter(context, effectField.name, itemIndex).trim();
	const wanted = found.toLowerCase();
	const name = aliases[wanted] ?? wanted;
	const effect = messageEffects.find((known) => known.name === name || known.title.toLowerCase() === name || known.id === found);
	if (effect !== undefined) return effect;
	const names = messageEffects.map((known) => known.name).join(', ');
	throw invalid(itemIndex, effectField.displayName, found === '' ? 'is empty' : 'is not an effect', found, `one of ${names}`);
}
