import type { INodeListSearchItems } from 'n8n-workflow';
import { outcomeOf } from '../../spectrum/errors/outcome';
import type { Gateway } from '../../spectrum/gateway/Gateway';
import { bestLine, lineStates } from '../../spectrum/gateway/recipes/projectReport';
import type { Connection } from '../../spectrum/model/connection';
import { sharedPhone } from '../../spectrum/model/line';
import type { HttpPort } from '../../spectrum/net/http';
import { asLabel } from '../../spectrum/values/label';
import { bestLineValue } from '../fields/lineValue';

/** What a list of lines is made from. */
export interface LineSource {
	readonly connection: Connection;
	readonly gateway: Gateway;
	readonly http: HttpPort;
}

/**
 * The lines of a credential, each with its state. Only projects with lines of their own have states. If these cannot be read,
 * the lines are listed without them.
 */
export async function lineItems({ connection, gateway, http }: LineSource): Promise<INodeListSearchItems[]> {
	const lines = await gateway.lines();
	const hasStates = connection.kind === 'cloud' && (await gateway.plan()) === 'dedicated';
	const states = hasStates ? await outcomeOf(() => lineStates(connection, http)) : undefined;
	const nameOf = (phone: string): string => {
		if (phone === sharedPhone) return 'Shared (Spectrum picks the number)';
		const state = states?.ok === true ? asLabel(states.value.get(phone) ?? '') : '';
		return state === '' ? phone : `${phone} · ${state}`;
	};
	return lines.map(({ phone }) => ({ name: nameOf(phone), value: phone }));
}

/** The same, with the best line for a new person before them, where there are several lines and Spectrum can choose. */
export async function sendingLineItems(source: LineSource): Promise<INodeListSearchItems[]> {
	const { connection, http } = source;
	const items = await lineItems(source);
	if (connection.kind !== 'cloud' || items.length < 2) return items;
	const best = await outcomeOf(() => bestLine(connection, http));
	const now = best.ok && best.value !== undefined ? ` · now ${asLabel(best.value)}` : '';
	return [{ name: `Best line for a new person${now}`, value: bestLineValue }, ...items];
}
