import type { IExecuteFunctions } from 'n8n-workflow';
import { systemClock } from '../shared/spectrum/timing/clock';
import { runItems } from '../shared/n8n/loop/itemLoop';
import { typingActions } from './actions';

/** The operations of the node. */
export async function execute(context: IExecuteFunctions) {
	return await runItems(context, typingActions(systemClock));
}
