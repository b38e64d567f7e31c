import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { spaceIdExample, type Space } from '../shared/spectrum/model/space';
import type { WriteKey } from '../shared/spectrum/keys/writeKey';
import type { Gateway } from '../shared/spectrum/gateway/Gateway';
import type { OpenSpace } from '../shared/spectrum/gateway/openSpace';
import { readConversation, conversationField, type Recipient } from '../shared/n8n/fields/recipient';
import { isSimple } from '../shared/n8n/fields/simplify';
import { plain } from '../shared/n8n/loop/messageOutput';
import { spaceOutput } from '../shared/n8n/loop/outputs';
import { invalid } from '../shared/n8n/parameters/parameters';
import { writeKeyFor } from '../shared/n8n/keys/writeKeys';
import { present } from '../shared/spectrum/values/present';

/** Reads which group one item is about. Refuses a direct conversation, which has no name or members to change. */
export function readGroup(context: IExecuteFunctions, itemIndex: number): Recipient {
	const recipient = readConversation(context, itemIndex);
	const { target } = recipient;
	if (target.by === 'space' && target.space.type === 'group') return recipient;
	const found = target.by === 'address' ? target.address : target.space.id;
	throw invalid(itemIndex, conversationField.displayName, 'is a direct conversation, not a group', found, spaceIdExample);
}

/** The key of one change of a group. */
export function groupKey(
	context: IExecuteFunctions,
	itemIndex: number,
	operation: string,
	{ target }: Recipient,
	change: unknown,
): WriteKey {
	return writeKeyFor(context, { itemIndex, operation, target, userKey: '', toolArguments: { target, change }, isIdempotent: true });
}

/** The group together with the line that is in it. */
export async function openGroup(gateway: Gateway, { target, lineChoice }: Recipient, key?: WriteKey): Promise<OpenSpace> {
	return await gateway.spaces.locate(target, lineChoice, key);
}

/** The group as it is after a change. */
export function groupOutput(context: IExecuteFunctions, itemIndex: number, space: OpenSpace, details: Space): IDataObject {
	if (!isSimple(context, itemIndex)) return { ...spaceOutput(space), space: plain(details) };
	return {
		...spaceOutput(space),
		...present({ name: details.name }),
		members: details.participants.map(({ address }) => address),
	};
}
