import type { IExecuteFunctions } from 'n8n-workflow';
import type { LineChoice } from '../../spectrum/gateway/routing';
import { readLocator } from '../parameters/locator';
import { asOption } from '../parameters/parameters';
import { lineNamed } from './defaultCountry';

/** The value of the choice *Best line for a new person*. No line has this name. */
export const bestLineValue = 'best';

/** What the option *Line* of one item says. Nothing when it is left out or empty. */
export function readLineOption(context: IExecuteFunctions, itemIndex: number): Pick<LineChoice, 'pinned' | 'forNewPeople'> {
	const { value } = readLocator(context, asOption({ name: 'line', displayName: 'Line' }), itemIndex);
	if (value === '') return {};
	return value === bestLineValue ? { forNewPeople: 'best' } : { pinned: lineNamed(context, itemIndex, value) };
}
