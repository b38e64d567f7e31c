import type { IDataObject } from 'n8n-workflow';
import type { Sent } from '../shared/spectrum/gateway/sendOnce';
import type { OpenSpace } from '../shared/spectrum/gateway/openSpace';
import { sentOutput } from '../shared/n8n/loop/outputs';
import { present } from '../shared/spectrum/values/present';

/**
 * What became of something that was put on a message. It has an id of its own, which goes under its own name: the
 * `messageId` of the output stays the message that it was put on, so that the next node acts on that one.
 */
export function placedOutput(space: OpenSpace, sent: Sent, idName: string): IDataObject {
	// Its text is what Messages writes for devices that show no tapbacks.
	const { messageId, text: _text, ...output } = sentOutput(space, sent);
	return { ...present({ [idName]: messageId }), ...output };
}
