import type { IExecuteFunctions } from 'n8n-workflow';
import type { LineChoice } from '../../spectrum/gateway/routing';
import { incomingLine } from '../parameters/incoming';
import { readLineOption } from './lineValue';
import { present } from '../../spectrum/values/present';

/** The choice of the line for an item without a conversation: the pinned line, and the incoming line. */
export function readLineChoice(context: IExecuteFunctions, itemIndex: number): LineChoice {
	const incoming = incomingLine(context, itemIndex);
	return { ...readLineOption(context, itemIndex), ...present({ incoming }) };
}
