import type { IBinaryKeyData } from 'n8n-workflow';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import { Action } from '../../support/action';
import type { WorkflowJson } from '../../support/host';
import { inbound, oneNode, startHostFor } from '../../support/oneNode';
import { sendType } from '../../support/sendHost';
import { m4a } from '../../support/sounds';
import { useSpectrum } from '../../support/useSpectrum';

export const person = '+15551234567';
export const space = `any;-;${person}`;
export const storingType = 'test.storing';

/** Stores a file of `bytes`, as nodes that read files do. With `saidBytes` the item says another size, as a Code node can. */
const storing = new Action(async (context) => {
	const [{ json }] = context.getInputData() as [{ json: { spaceId: string; bytes: number; saidBytes?: number } }];
	const stored = await context.helpers.prepareBinaryData(Buffer.alloc(json.bytes, 7), 'stored.pdf', 'application/pdf');
	const data = json.saidBytes === undefined ? stored : { ...stored, bytes: json.saidBytes };
	return [{ json, binary: { data }, pairedItem: { item: 0 } }];
});

/** A simulator, and n8n with the node that sends and one that stores files. */
export const useAttachments = () =>
	useSpectrum((simulator) => startHostFor(simulator, { [sendType]: new Imessage(), [storingType]: storing }));

export const file = (fileName: string, mimeType: string, content = fileName) => ({
	data: Buffer.from(content).toString('base64'),
	fileName,
	mimeType,
});
export const photo = file('photo.jpg', 'image/jpeg');
export const second = file('second.png', 'image/png');
export const film = file('photo.mov', 'video/quicktime');
export const memo = { ...file('memo.m4a', 'audio/mp4'), data: m4a.toString('base64') };

export const attachment = (parameters: object, settings?: object): WorkflowJson =>
	oneNode(sendType, { operation: 'sendAttachment', ...parameters }, settings);
export const item = (binary: IBinaryKeyData) => ({ ...inbound(space), binary });
