import type { IExecuteFunctions } from 'n8n-workflow';
import { systemClock } from '../shared/spectrum/timing/clock';
import type { AskingHub } from '../shared/n8n/asking/hub';
import { runItems } from '../shared/n8n/loop/itemLoop';
import { check } from './checkAddress';
import { getDetails, markRead } from './conversation';
import { download } from './download';
import { getEmbeddedMedia } from './embeddedMedia';
import { getAnswer } from './getAnswer';
import { getMany } from './getMany';
import { getMessage } from './getMessage';
import { history } from './history';
import { askLocation, getLocation, getLocations } from './location';
import { getAll, getInvitation, register, remove } from './recipients';
import { sendWithFallback } from './sendWithFallback';
import { waitUntilDelivered } from './waitUntilDelivered';

/**
 * The operations of the node.
 *
 * @param hub what this process knows of questions that wait
 */
export async function execute(context: IExecuteFunctions, hub: () => AskingHub) {
	return await runItems(context, {
		'conversation.getAnswer': { run: getAnswer(hub), reads: true },
		'conversation.history': { run: history, reads: true },
		'conversation.getDetails': { run: getDetails, reads: true },
		'conversation.getMany': { run: getMany, neverTool: true, reads: true },
		'conversation.markRead': markRead,
		'message.get': { run: getMessage, reads: true },
		'message.waitUntilDelivered': { run: waitUntilDelivered(systemClock), reads: true },
		'message.getEmbeddedMedia': { run: getEmbeddedMedia, reads: true },
		'message.sendWithFallback': { run: sendWithFallback, sends: true },
		'attachment.download': { run: download, reads: true },
		'address.check': { run: check, reads: true },
		'location.getLocation': { run: getLocation, neverTool: true, reads: true },
		'location.getLocations': { run: getLocations, neverTool: true, reads: true },
		'location.askLocation': { run: askLocation, neverTool: true },
		'recipient.register': { run: register, neverTool: true },
		'recipient.getAll': { run: getAll, neverTool: true },
		'recipient.remove': { run: remove, neverTool: true },
		'recipient.getInvitation': { run: getInvitation, neverTool: true },
	});
}
