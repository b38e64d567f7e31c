import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import { oneNode, startHostFor } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

export const type = 'n8n-nodes-spectrum-imessage.imessageConversation';
export const sendType = 'n8n-nodes-spectrum-imessage.imessage';
export const alice = '+15551230001';
export const bob = '+15551230002';
export const lines = ['+15550000001', '+15550000002'];

/** A simulator, and n8n with the node that registers people and the one that writes to them. */
export const useRecipients = () =>
	useSpectrum((simulator) => startHostFor(simulator, { [type]: new ImessageConversation(), [sendType]: new Imessage() }));

export const onRecipient = (operation: string, parameters: object = {}, settings?: object) =>
	oneNode(type, { resource: 'recipient', operation, ...parameters }, settings);
