import { isBlank } from '../shared/spectrum/values/invisible';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { OpeningMessage } from '../shared/spectrum/model/space';
import { readOptionalEffect } from '../shared/n8n/fields/effect';
import { asOption, invalid, optionalText, textParameter } from '../shared/n8n/parameters/parameters';
import { effectOption, openingField, subjectOption } from './spaceFields';

/** Reads the first message; undefined when the user wants none. */
export function readOpening(context: IExecuteFunctions, itemIndex: number): OpeningMessage | undefined {
	const text = optionalText(context, openingField, itemIndex);
	const effect = readOptionalEffect(context, asOption(effectOption), itemIndex);
	const subject = textParameter(context, `options.${subjectOption.name}`, itemIndex).trim();
	if (isBlank(text)) {
		const without = effect !== undefined ? effectOption : subject !== '' ? subjectOption : undefined;
		if (without === undefined) return undefined;
		const example = `Hello, this is Anna from the bakery. Or remove the option "${without.displayName}".`;
		throw invalid(itemIndex, openingField.displayName, `is empty, but the option "${without.displayName}" needs it`, '', example);
	}
	return {
		text,
		...(effect === undefined ? {} : { effectId: effect.id }),
		...(subject === '' ? {} : { subject }),
	};
}
