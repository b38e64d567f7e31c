import { NodeHelpers, type INodeTypeDescription } from 'n8n-workflow';
import { ImessageBackground } from '../../../nodes/ImessageBackground/ImessageBackground.node';
import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import { ImessageCreateSpace } from '../../../nodes/ImessageCreateSpace/ImessageCreateSpace.node';
import { ImessageEffect } from '../../../nodes/ImessageEffect/ImessageEffect.node';
import { ImessagePoll } from '../../../nodes/ImessagePoll/ImessagePoll.node';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import { ImessageTapback } from '../../../nodes/ImessageTapback/ImessageTapback.node';
import { ImessageTrigger } from '../../../nodes/ImessageTrigger/ImessageTrigger.node';
import { ImessageTyping } from '../../../nodes/ImessageTyping/ImessageTyping.node';

const nodes = [
	ImessageBackground,
	ImessageConversation,
	ImessageCreateSpace,
	ImessageEffect,
	ImessagePoll,
	Imessage,
	ImessageTapback,
	ImessageTrigger,
	ImessageTyping,
].map((node): [string, INodeTypeDescription] => [node.name, new node().description]);

// As n8n 2.40 decides it: the field that chooses the credential stands in the list of credentials instead, and so, it
// thinks, does each field that such a field is shown for.
test.each(nodes)('%s: the editor hides the choice of the credential, and no other field', (_name, { credentials, properties }) => {
	const choosing = new Set((credentials ?? []).flatMap(({ displayOptions }) => Object.keys(displayOptions?.show ?? {})));
	expect([...choosing]).toEqual(['authentication']);
	const taken = properties
		.filter(({ name }) => choosing.has(name))
		.flatMap(({ displayOptions }) => Object.keys(displayOptions?.show ?? {}));
	expect(taken).toEqual([]);
});

test('the Trigger keeps its name, whichever way it receives', () => {
	const { description } = new ImessageTrigger();
	const parameters = { receiveBy: 'webhook', resource: 'webhook', operation: 'passOn' };
	expect(NodeHelpers.makeNodeName(parameters, description)).toBe('iMessage Trigger');
});
