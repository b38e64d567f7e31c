import type { IExecuteFunctions } from 'n8n-workflow';
import { messageEffects } from '../shared/spectrum/text/effects';
import type { OpeningMessage } from '../shared/spectrum/model/space';
import { invalid, optionalText, textParameter } from '../shared/n8n/parameters/parameters';
import { effectOption, openingField, subjectOption } from './spaceFields';

/** Reads the first message; undefined when none is wanted. */
export function readOpening(context: IExecuteFunctions, itemIndex: number): OpeningMessage | undefined {
	const text = optionalText(context, openingField, itemIndex);
	const effect = textParameter(context, `options.${effectOption.name}`, itemIndex).trim();
	const subject = textParameter(context, `options.${subjectOption.name}`, itemIndex).trim();
	if (text.trim() === '') {
		const without = effect !== '' ? effectOption : subject !== '' ? subjectOption : undefined;
		if (without === undefined) return undefined;
		const example = `Hello, this is Anna from the bakery. Or remove the option "${without.displayName}".`;
		throw invalid(itemIndex, openingField.displayName, `is empty, but the option "${without.displayName}" needs it`, '', example);
	}
	return {
		text,
		...(effect === '' ? {} : { effectId: idOfEffect(effect, itemIndex) }),
		...(subject === '' ? {} : { subject }),
	};
}

// An expression may give the title or Apple's own ID as well.
function idOfEffect(found: string, itemIndex: number): string {
	const wanted = found.toLowerCase();
	const effect = messageEffects.find(({ id, name, title }) => id === found || name === wanted || title.toLowerCase() === wanted);
	if (effect !== undefined) return effect.id;
	const names = messageEffects.map(({ name }) => name).join(', ');
	throw invalid(itemIndex, effectOption.displayName, 'is not an effect that iMessage has', found, `one of ${names}`);
}
