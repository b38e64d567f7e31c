import type { IExecuteFunctions } from 'n8n-workflow';
import { runItems } from '../shared/n8n/loop/itemLoop';
import { addOption, get, unvote, vote } from './change';
import { create } from './create';

/** The operations of the node. */
export async function execute(context: IExecuteFunctions) {
	return await runItems(context, { create: { run: create, sends: true }, get: { run: get, reads: true }, vote, unvote, addOption });
}
