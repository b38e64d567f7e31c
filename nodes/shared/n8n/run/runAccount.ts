import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { ItemError } from '../errors/itemError';

/** The account of the node's credential, by execution of the node. */
const accounts = new WeakMap<IExecuteFunctions, string>();

/** Digits of an account's hash that an event carries: enough to distinguish the few accounts of a workflow. */
const shownDigits = 16;

/** An event with the account that received it, so that an action with another project's credential does not answer it. */
export function withAccount(event: object, account: string | undefined): IDataObject {
	return account === undefined ? (event as IDataObject) : { ...event, account: shownAccount(account) };
}

/** The account as an event shows it. It contains no secret, and stays the same when a secret is renewed. */
function shownAccount(account: string): string {
	return account.slice(0, shownDigits);
}

export function noteAccount(context: IExecuteFunctions, account: string): void {
	accounts.set(context, account);
}

/**
 * Refuses to answer an event with the credential of another project: the reply would come from a number that the person
 * does not know.
 */
export function refuseForeignEvent(context: IExecuteFunctions, itemIndex: number, event: Readonly<Record<string, unknown>>): void {
	const own = accounts.get(context);
	if (typeof event.account !== 'string' || own === undefined || event.account === shownAccount(own)) return;
	throw new ItemError(itemIndex, {
		kind: 'invalid',
		message: `The message that started the run came in on another Spectrum account than the one of this node's credential`,
		advice: 'Choose the Trigger\'s credential in this node, or say in "To" whom you mean.',
	});
}
