import type { IDataObject } from 'n8n-workflow';
import type { Sent } from '../shared/spectrum/gateway/sendOnce';
import type { OpenSpace } from '../shared/spectrum/gateway/openSpace';
import { sentOutput } from '../shared/n8n/loop/outputs';
import { present } from '../shared/spectrum/values/present';

/**
 * The output for something that was put on a message. Its id gets a separate name. The `messageId` stays that of
 * the message it was put on, so that the next node acts on that message.
 */
export function placedOutput(space: OpenSpace, sent: Sent, idName: string): IDataObject {
	// Its text is a substitute that Messages writes for devices without tapbacks.
	const { messageId, text: _text, ...output } = sentOutput(space, sent);
	return { ...present({ [idName]: messageId }), ...output };
}
