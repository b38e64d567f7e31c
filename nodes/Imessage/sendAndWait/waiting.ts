import { timingSafeEqual } from 'node:crypto';
import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import { sha256Hex } from '../../shared/spectrum/keys/hash';
import type { ClockOrder } from '../../shared/n8n/asking/order';

/** What the page of a question needs. */
export interface WaitingPage {
	/** SHA-256 of the secret in the link. */
	readonly secretHash: string;
	readonly order: ClockOrder;
	/** The question as the page shows it. */
	readonly words: string;
}

/** What the node keeps while it waits. n8n stores it with the execution. */
export interface WaitingContext {
	question?: string;
	/** SHA-256 of the secret that the clock of the question knows. */
	secretHash?: string;
	/** Absent: the question has no page. */
	page?: WaitingPage;
}

export function waitingOf(context: IWebhookFunctions): WaitingContext {
	// Braces and separators of lines in the name would end the expression.
	const name = JSON.stringify(context.getNode().name).replace(/[{}\u2028\u2029]/g, escaped);
	return (context.evaluateExpression(`{{ $node[${name}].context }}`) ?? {}) as WaitingContext;
}

function escaped(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** The items that came in. */
export function waitingItems(context: IWebhookFunctions): INodeExecutionData[] {
	return context.evaluateExpression('{{ $input.all() }}') as unknown as INodeExecutionData[];
}

/** Every item with the answer in `data`. */
export function withAnswer(items: readonly INodeExecutionData[], data: IDataObject): INodeExecutionData[] {
	return items.map(({ json, binary }, item) => ({
		json: { ...json, data },
		...(binary === undefined ? {} : { binary }),
		pairedItem: { item },
	}));
}

/** Whether a secret is the one whose hash was kept. Takes the same time for every wrong one. */
export function isSecret(secret: string, hash: string): boolean {
	const [given, kept] = [Buffer.from(sha256Hex(secret)), Buffer.from(hash)];
	return given.length === kept.length && timingSafeEqual(given, kept);
}
