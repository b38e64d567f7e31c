import type { IExecuteFunctions } from 'n8n-workflow';
import { runItems } from '../shared/n8n/loop/itemLoop';
import { sendAttachment, sendText } from './sendWithEffect';

/** The operations of the node. */
export async function execute(context: IExecuteFunctions) {
	return await runItems(context, { sendText: { run: sendText, sends: true }, sendAttachment: { run: sendAttachment, sends: true } });
}
