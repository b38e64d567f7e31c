import type { IExecuteFunctions } from 'n8n-workflow';
import type { AskingHub } from '../shared/n8n/asking/hub';
import { runItems } from '../shared/n8n/loop/itemLoop';
import { sendAppCard, updateAppCard } from './appCard';
import { edit, notifyAnyway, unsend } from './changes';
import { sendContactCard, shareOwnCard } from './contactCard';
import { sendMiniApp, updateMiniApp } from './miniApp';
import { sendAttachment } from './sendAttachment';
import { ask } from './sendAndWait/ask';
import { askOperation } from './sendAndWait/fields';
import { reply, sendRichLink, sendText } from './sendTexts';

/**
 * The operations of the node.
 *
 * @param hub where the questions of the process are known
 */
export async function execute(context: IExecuteFunctions, hub: () => AskingHub) {
	if (context.getNodeParameter('operation', 0) === askOperation) return await ask(context, hub());
	return await runItems(context, {
		'message.sendText': { run: sendText, sends: true },
		'message.sendAttachment': { run: sendAttachment, sends: true },
		'message.sendRichLink': { run: sendRichLink, sends: true },
		'message.reply': { run: reply, sends: true },
		'message.edit': edit,
		'message.unsend': unsend,
		'message.notifyAnyway': notifyAnyway,
		'card.sendContactCard': { run: sendContactCard, sends: true },
		'card.shareOwnCard': shareOwnCard,
		'card.sendAppCard': { run: sendAppCard, sends: true },
		'card.updateAppCard': { run: updateAppCard, sends: true },
		'card.sendMiniApp': { run: sendMiniApp, sends: true },
		'card.updateMiniApp': { run: updateMiniApp, sends: true },
	});
}
