import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { messageEffects, type MessageEffect } from '../../spectrum/text/effects';
import { isTooLong, noSuchChoice } from '../parameters/choice';
import { readLocator } from '../parameters/locator';
import type { NamedParameter } from '../parameters/parameters';

/**
 * The effect of a whole message. A resource locator, because n8n offers "let the model define" for it and not for a list
 * of options.
 */
export const effectField: INodeProperties = {
	displayName: 'Effect',
	name: 'effect',
	type: 'resourceLocator',
	required: true,
	default: { __rl: true, mode: 'list', value: 'confetti', cachedResultName: 'Confetti' },
	description:
		'What the recipient sees when the message arrives. Bubble effects move the message, screen effects fill the whole conversation.',
	modes: [
		{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchEffects', searchable: true } },
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. fireworks',
			hint: `One of ${messageEffects.map(({ name }) => name).join(', ')}`,
		},
	],
};

/** Other names that people use for the effects. */
const aliases: Readonly<Record<string, string>> = {
	love: 'heart',
	hearts: 'heart',
	'invisible ink': 'invisible',
	balloon: 'balloons',
	laser: 'lasers',
	happybirthday: 'celebration',
};

/** Reads the effect; an empty field is refused. */
export function readEffect(context: IExecuteFunctions, itemIndex: number): MessageEffect {
	const effect = readOptionalEffect(context, effectField, itemIndex);
	if (effect !== undefined) return effect;
	throw noSuchChoice(
		itemIndex,
		effectField.displayName,
		'',
		messageEffects.map(({ name }) => name),
	);
}

/**
 * Reads an effect that may be left out. An expression may give its name, its title or Apple's own ID.
 *
 * @param field Its name may be a path, such as `options.effect`.
 */
export function readOptionalEffect(context: IExecuteFunctions, field: NamedParameter, itemIndex: number): MessageEffect | undefined {
	const { value } = readLocator(context, field, itemIndex, '{{ $json.effect }}, with a field that every item has');
	return value === '' ? undefined : effectNamed(value, itemIndex, field.displayName);
}

function effectNamed(found: string, itemIndex: number, field: string): MessageEffect {
	const wanted = isTooLong(found) ? '' : found.toLowerCase();
	const name = Object.hasOwn(aliases, wanted) ? aliases[wanted] : wanted;
	const effect = messageEffects.find((known) => known.name === name || known.title.toLowerCase() === name || known.id === found);
	if (effect !== undefined) return effect;
	throw noSuchChoice(
		itemIndex,
		field,
		found,
		messageEffects.map((known) => known.name),
	);
}
