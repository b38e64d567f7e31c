import type { IExecuteFunctions } from 'n8n-workflow';
import type { RouteWish } from '../gateway/routing';
import { incomingSpace } from './incoming';

/** What one item says of the line where there is no conversation yet to go by: the pinned one, and the incoming one. */
export function readLineWish(context: IExecuteFunctions, itemIndex: number): RouteWish {
	const pinned = readLine(context, 'line', itemIndex);
	const incoming = incomingSpace(context, itemIndex)?.phone;
	return { ...(pinned === undefined ? {} : { pinned }), ...(incoming === undefined ? {} : { incoming }) };
}

/** A field that names a line; undefined when it is empty. */
export function readLine(context: IExecuteFunctions, name: string, itemIndex: number): string | undefined {
	const raw: unknown = context.getNodeParameter(name, itemIndex, '');
	// An expression for the whole field gives a plain text instead of the locator.
	const value: unknown = typeof raw === 'object' && raw !== null ? (raw as { value?: unknown }).value : raw;
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	return text === '' ? undefined : text;
}
