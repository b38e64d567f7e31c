import type { IExecuteFunctions } from 'n8n-workflow';
import { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import type { Question } from '../../shared/spectrum/answers/question';
import type { Gateway } from '../../shared/spectrum/gateway/Gateway';
import { spaceOfQuestion } from '../../shared/spectrum/gateway/recipes/readEvidence';
import { hashOfParts } from '../../shared/spectrum/keys/hash';
import { derivedSecret } from '../../shared/spectrum/keys/sealed';
import type { Connection } from '../../shared/spectrum/model/connection';
import { present } from '../../shared/spectrum/values/present';
import { parsePublicUrl } from '../../shared/spectrum/webhook/publicUrl';
import { askOptions } from './fields';

/** The query parameter of the link that holds the secret of the question. */
export const pageKey = 'key';

/** Parts of the path of n8n's own address for a waiting execution: the endpoint, the execution, the node. */
const partsOfPath = 3;

/** Refuses the option where the people asked could not open the page. */
export function refuseUnreachablePage(context: IExecuteFunctions): void {
	const field = `The option "${askOptions.addLink.displayName}"`;
	const { href, origin, pathname } = new URL(context.getSignedResumeUrl());
	const parsed = parsePublicUrl(href);
	if (!parsed.ok) {
		throw new SpectrumError({
			kind: 'invalid',
			message: `${field} needs a public address, but the address of this n8n, ${origin}, ${parsed.problem}`,
			advice:
				'Set N8N_WEBHOOK_URL (WEBHOOK_URL before n8n 2.40) to the https:// address at which people reach this n8n, and restart n8n. Or remove the option.',
		});
	}
	// n8n signs the whole path, and checks the signature without what a proxy takes away.
	if (pathname.split('/').length - 1 <= partsOfPath) return;
	throw new SpectrumError({
		kind: 'unsupported',
		message: `${field} does not work, because the address of this n8n has a path, and n8n then does not accept its own signed links`,
		advice: 'Give n8n a host name of its own, without a path. Or remove the option.',
	});
}

/**
 * The secret of the page of one question in one execution. The same again when n8n repeats the node, so that the link that
 * was sent stays valid.
 */
export function pageSecret(context: IExecuteFunctions, connection: Connection, { id }: Question): string {
	return derivedSecret(connection, 'answer page', JSON.stringify([context.getExecutionId(), id]));
}

/**
 * Sends the link as a message of its own. n8n signs the address: the signature opens this page only. The token that resumes
 * the execution is not in it. An execution that repeats an event finds its question sent, and sends its own link.
 *
 * @returns the question with the message of the link
 */
export async function sendLink(context: IExecuteFunctions, gateway: Gateway, question: Question, secret: string): Promise<Question> {
	const text = context.getSignedResumeUrl({ [pageKey]: secret });
	const key = (step: string): string => hashOfParts([question.id, 'link', context.getExecutionId(), step]);
	const { message } = await gateway.messages.sendText(spaceOfQuestion(question), { text }, key);
	return { ...question, ...present({ linkMessageId: message?.id }) };
}
