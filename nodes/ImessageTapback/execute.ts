import type { IExecuteFunctions } from 'n8n-workflow';
import { runItems } from '../shared/n8n/loop/itemLoop';
import { placeSticker } from './placeSticker';
import { add, remove } from './setTapback';

/** The operations of the node. */
export async function execute(context: IExecuteFunctions) {
	return await runItems(context, { add, remove, placeSticker });
}
