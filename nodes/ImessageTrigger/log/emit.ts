import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { GapEvent, ImessageEvent } from '../../shared/spectrum/model/event/event';
import { shownAccount } from '../../shared/n8n/run/runAccount';

/**
 * An event as an item.
 *
 * @param account The account that received it, so that an action with another project's credential does not answer it.
 */
export function toItem(event: ImessageEvent | GapEvent, account?: string): INodeExecutionData {
	const json = event as unknown as IDataObject;
	return { json: account === undefined ? json : { ...json, account: shownAccount(account) } };
}
