import type { Message } from '../../../model/message';
import { directSpaceId, parseSpaceId } from '../../../model/space';
import { timeOf } from '../../../values/isoTime';
import { present } from '../../../values/present';
import { isNotFound } from '../../calls';
import type { Gateway } from '../../Gateway';
import type { OpenSpace } from '../../openSpace';
import type { CampaignLines, KnownLine } from './lines';

/** Messages of a person after ours that are read for the first answer. */
const searchedAnswers = 500;

/** What became of one message. Times are ISO 8601, and absent when it did not happen or the server does not tell. */
export interface MessageReport {
	readonly sentAt?: string;
	readonly deliveredAt?: string;
	readonly readAt?: string;
	/** The first message of the person after it. */
	readonly answeredAt?: string;
	readonly answer?: string;
	/** When the person opted out after it, in milliseconds since the epoch. */
	readonly optedOutAt?: number;
}

/** Looks a message up on its line, or without one on every line. Undefined when no line has it. */
export async function messageReport(
	gateway: Gateway,
	lines: CampaignLines,
	{ messageId, line }: { readonly messageId: string; readonly line?: string },
): Promise<MessageReport | undefined> {
	const candidates = lines.all.filter((known) => line === undefined || known.line.phone === line || known.line.id === line);
	for (const known of candidates.length === 0 ? lines.all : candidates) {
		try {
			const message = await gateway.messages.get(known.line.id, messageId);
			return { ...timesOf(message), ...(await whatFollowed(gateway, lines, known, message)) };
		} catch (error) {
			if (!isNotFound(error)) throw error;
		}
	}
	return undefined;
}

function timesOf({ createdAt, deliveredAt, readAt }: Message): MessageReport {
	return present({ sentAt: createdAt, deliveredAt, readAt });
}

async function whatFollowed(
	gateway: Gateway,
	lines: CampaignLines,
	{ line }: KnownLine,
	{ createdAt, spaceIds }: Message,
): Promise<MessageReport> {
	const [id] = spaceIds;
	const parsed = id === undefined ? undefined : parseSpaceId(id);
	if (createdAt === undefined || id === undefined || parsed?.ok !== true || parsed.value.address === undefined) return {};
	const { address } = parsed.value;
	const sentAt = Date.parse(createdAt);
	await lines.ready(address);
	const { mark } = lines.history(address);
	// A person may write to another number of the credential, such as the one that they know.
	const others = lines.heardFrom(address, sentAt).filter(({ id: other }) => other !== line.id);
	const answers = await Promise.all(
		[line, ...others].map(async (on) => {
			const space = { id: on === line ? id : directSpaceId(address), type: 'dm', line: on } as const;
			return await firstAnswer(gateway, space, sentAt);
		}),
	);
	const at = ({ createdAt: text }: Message): number => timeOf(text) ?? Number.POSITIVE_INFINITY;
	const [first] = answers.filter((answer) => answer !== undefined).sort((left, right) => at(left) - at(right));
	return {
		...present({ answeredAt: first?.createdAt, answer: first?.text }),
		...(mark?.isOut === true && mark.at >= sentAt ? { optedOutAt: mark.at } : {}),
	};
}

/** The person's first message in a conversation after a moment. Undefined, too, when the line has no such conversation any more. */
async function firstAnswer(gateway: Gateway, space: OpenSpace, sentAt: number): Promise<Message | undefined> {
	const filter = { after: new Date(sentAt), isFromMe: false, limit: searchedAnswers, pageSize: 100 };
	let first: Message | undefined;
	try {
		for await (const message of gateway.messages.listInSpace(space, filter)) {
			if (message.type === 'normal' && message.reaction === undefined) first = message;
		}
	} catch (error) {
		if (!isNotFound(error)) throw error;
	}
	return first;
}
