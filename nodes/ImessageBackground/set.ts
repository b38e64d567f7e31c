import { backgroundExample, parseBackground } from '../shared/spectrum/files/pictures';
import type { WriteKey } from '../shared/spectrum/keys/writeKey';
import { readConversation, type Recipient } from '../shared/n8n/fields/recipient';
import { readImage, type ImageInput } from '../shared/n8n/files/imageInput';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { spaceOutput } from '../shared/n8n/loop/outputs';
import { writeKeyFor } from '../shared/n8n/keys/writeKeys';

/** What a finished call does and does not guarantee. */
const meaning =
	'The conversation has accepted the background, and iCloud now delivers it. The other devices usually show it within 30 seconds, but this is not guaranteed.';

interface Parameters extends Recipient {
	readonly picture: ImageInput;
	readonly key: WriteKey;
}

/** Sets the background. The server answers when the picture is ready for delivery, which may take minutes. */
export async function set(run: ItemRun): Promise<ItemOutput> {
	const { gateway } = run;
	const { target, lineChoice, picture, key } = await readParameters(run);
	const space = await gateway.spaces.locate(target, lineChoice, key);
	await gateway.backgrounds.set(space, picture.data, key);
	return {
		json: {
			...spaceOutput(space),
			hasBackground: true,
			state: 'accepted',
			meaning,
			format: picture.format,
			size: picture.data.byteLength,
		},
	};
}

/** Reads the parameters of one item. Refuses wrong ones before any call. */
async function readParameters(run: ItemRun): Promise<Parameters> {
	const { context, itemIndex } = run;
	const recipient = readConversation(context, itemIndex);
	const picture = await readImage(run, parseBackground, backgroundExample);
	const key = writeKeyFor(context, {
		itemIndex,
		operation: 'setBackground',
		target: recipient.target,
		userKey: '',
		toolArguments: { target: recipient.target },
		isIdempotent: true,
	});
	return { ...recipient, picture, key };
}
