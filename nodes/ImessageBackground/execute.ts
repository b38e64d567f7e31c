import type { IExecuteFunctions } from 'n8n-workflow';
import { runItems } from '../shared/n8n/loop/itemLoop';
import { clear } from './clear';
import { get } from './get';
import { set } from './set';

/** The operations of the node. */
export async function execute(context: IExecuteFunctions) {
	return await runItems(context, { set, clear, get: { run: get, reads: true } });
}
