import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { ImessageEvent } from '../shared/domain/event';

/** An event as an item. */
export function toItem(event: ImessageEvent): INodeExecutionData {
	return { json: event as unknown as IDataObject };
}
