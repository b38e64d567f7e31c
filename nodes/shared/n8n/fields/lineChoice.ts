import type { IExecuteFunctions } from 'n8n-workflow';
import type { LineChoice } from '../../spectrum/gateway/routing';
import { lineNamed } from './defaultCountry';
import { lineOption } from './recipient';
import { incomingLine } from '../parameters/incoming';
import { readLocator } from '../parameters/locator';
import { asOption } from '../parameters/parameters';
import { present } from '../../spectrum/values/present';

/** What one item says of the line where there is no conversation yet to go by: the pinned one, and the incoming one. */
export function readLineWish(context: IExecuteFunctions, itemIndex: number): LineChoice {
	const pinned = readLocator(context, asOption(lineOption), itemIndex).value;
	const incoming = incomingLine(context, itemIndex);
	return { ...(pinned === '' ? {} : { pinned: lineNamed(context, itemIndex, pinned) }), ...present({ incoming }) };
}
