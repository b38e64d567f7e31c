import type { IExecuteFunctions } from 'n8n-workflow';
import type { LineChoice } from '../../spectrum/gateway/routing';
import { lineNamed } from './defaultCountry';
import { lineOption } from './recipient';
import { incomingLine } from '../parameters/incoming';
import { readLocator } from '../parameters/locator';
import { asOption } from '../parameters/parameters';
import { present } from '../../spectrum/values/present';

/** The choice of the line for an item without a conversation: the pinned line, and the incoming line. */
export function readLineChoice(context: IExecuteFunctions, itemIndex: number): LineChoice {
	const pinned = readLocator(context, asOption(lineOption), itemIndex).value;
	const incoming = incomingLine(context, itemIndex);
	return { ...(pinned === '' ? {} : { pinned: lineNamed(context, itemIndex, pinned) }), ...present({ incoming }) };
}
