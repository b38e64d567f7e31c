import path from 'node:path';
import type { INodeType } from 'n8n-workflow';
import { ImessageAnswerClock } from '../../nodes/ImessageAnswerClock/ImessageAnswerClock.node';
import { ImessageBackground } from '../../nodes/ImessageBackground/ImessageBackground.node';
import { ImessageCampaign } from '../../nodes/ImessageCampaign/ImessageCampaign.node';
import { ImessageConversation } from '../../nodes/ImessageConversation/ImessageConversation.node';
import { ImessageCreateSpace } from '../../nodes/ImessageCreateSpace/ImessageCreateSpace.node';
import { ImessageEffect } from '../../nodes/ImessageEffect/ImessageEffect.node';
import { ImessagePoll } from '../../nodes/ImessagePoll/ImessagePoll.node';
import { Imessage } from '../../nodes/Imessage/Imessage.node';
import { ImessageTapback } from '../../nodes/ImessageTapback/ImessageTapback.node';
import { ImessageTrigger } from '../../nodes/ImessageTrigger/ImessageTrigger.node';
import { ImessageTyping } from '../../nodes/ImessageTyping/ImessageTyping.node';

export const root = path.resolve(__dirname, '..', '..');

const classes = [
	ImessageTrigger,
	Imessage,
	ImessageEffect,
	ImessageTapback,
	ImessageTyping,
	ImessageBackground,
	ImessagePoll,
	ImessageCreateSpace,
	ImessageConversation,
	ImessageCampaign,
	// Hidden, and so the last.
	ImessageAnswerClock,
];

/** Where n8n finds each node after a build, in the order of package.json. */
export const builtFiles = classes.map(({ name }) => `dist/nodes/${name}/${name}.node.js`);

/** Every node that the editor offers, by the full type name that workflows carry. */
export function allNodes(): Record<string, INodeType> {
	const nodes = classes.map((NodeClass): INodeType => new NodeClass()).filter(({ description }) => description.hidden !== true);
	return Object.fromEntries(nodes.map((node) => [`n8n-nodes-spectrum-imessage.${node.description.name}`, node]));
}
