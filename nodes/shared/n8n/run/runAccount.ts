import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { mayAnswerEvent } from '../../spectrum/keys/connectionIdentity';
import type { Connection } from '../../spectrum/model/connection';
import { asFields } from '../../spectrum/values/json';
import { ItemError } from '../errors/itemError';

/** The node's credential, by execution of the node. */
const connections = new WeakMap<IExecuteFunctions, Connection>();

/** Digits of an account's hash that an event carries: enough to distinguish the few accounts of a workflow. */
const shownDigits = 16;

/**
 * An event with the account that received it, so that an action with another project's credential does not answer it.
 *
 * @param mark see `markOf`
 */
export function withAccount(event: object, mark: string | undefined): IDataObject {
	return mark === undefined ? (event as IDataObject) : { ...event, account: shownAccount(mark) };
}

/** The mark of an account as an event shows it. It contains no secret, and stays the same when a secret is renewed. */
function shownAccount(mark: string): string {
	return mark.slice(0, shownDigits);
}

export function noteConnection(context: IExecuteFunctions, connection: Connection): void {
	connections.set(context, connection);
}

const sameServer = ' If both credentials are for one server, enter its number in "Phone" of both.';

/**
 * Refuses to answer an event with the credential of another project or server: the reply would come from a number that the person
 * does not know.
 */
export function refuseForeignEvent(context: IExecuteFunctions, itemIndex: number, event: Readonly<Record<string, unknown>>): void {
	const connection = connections.get(context);
	if (typeof event.account !== 'string' || connection === undefined) return;
	const { phone } = asFields(event.space) ?? {};
	if (mayAnswerEvent(connection, phone, (mark) => event.account === shownAccount(mark))) return;
	throw new ItemError(itemIndex, {
		kind: 'invalid',
		message: `The message that started the run came in on another Spectrum account than the one of this node's credential`,
		advice: `Choose the Trigger's credential in this node, or say in "To" whom you mean.${connection.kind === 'selfHosted' ? sameServer : ''}`,
	});
}
