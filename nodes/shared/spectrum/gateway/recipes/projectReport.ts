import { ControlPlane } from '../../auth/controlPlane';
import type { CloudConnection } from '../../model/connection';
import type { HttpPort } from '../../net/http';
import { toSpectrumError } from '../../errors/from';
import type { SpectrumError } from '../../errors/SpectrumError';
import type { Plan } from '../../model/line';

/** An answer, or why there is none. */
export type Asked<Value> = { readonly known: true; readonly value: Value } | { readonly known: false; readonly error: SpectrumError };

/** What the control plane says of a project beside its tokens. One attempt for each; a failure is part of the answer. */
export interface ProjectReport {
	/** Whether iMessage is enabled; a value of undefined means that the answer did not say. */
	readonly isImessageEnabled: Asked<boolean | undefined>;
	/** `available` or `unavailable` by the number of the line. Only on a dedicated plan. */
	readonly lineStates?: Asked<ReadonlyMap<string, string>>;
	/** How many people are registered. Only on the shared plan. */
	readonly registered?: Asked<number>;
}

/** Asks everything at once: the control plane allows five requests a second, and three are made at most. */
export async function reportProject(connection: CloudConnection, http: HttpPort, plan: Plan): Promise<ProjectReport> {
	const controlPlane = new ControlPlane(connection, http);
	const [isImessageEnabled, lineStates, registered] = await Promise.all([
		asked(controlPlane.isImessageEnabled()),
		plan === 'dedicated' ? asked(statesOf(controlPlane)) : undefined,
		plan === 'shared' ? asked(countOf(controlPlane)) : undefined,
	]);
	return { isImessageEnabled, ...(lineStates === undefined ? {} : { lineStates }), ...(registered === undefined ? {} : { registered }) };
}

/** Whether iMessage is enabled; undefined when that cannot be found out. */
export async function isImessageEnabled(connection: CloudConnection, http: HttpPort): Promise<boolean | undefined> {
	const answer = await asked(new ControlPlane(connection, http).isImessageEnabled());
	return answer.known ? answer.value : undefined;
}

async function statesOf(controlPlane: ControlPlane): Promise<ReadonlyMap<string, string>> {
	const states = new Map<string, string>();
	for (const { phoneNumber, status } of await controlPlane.lines()) {
		if (phoneNumber !== undefined && status !== undefined) states.set(phoneNumber, status);
	}
	return states;
}

/** Pages where that is known, so that a long list does not travel only to be counted. */
async function countOf(controlPlane: ControlPlane): Promise<number> {
	const { total } = await controlPlane.users({ type: 'shared', limit: 1 });
	return total ?? (await controlPlane.users({ type: 'shared' })).users.length;
}

async function asked<Value>(answer: Promise<Value>): Promise<Asked<Value>> {
	try {
		return { known: true, value: await answer };
	} catch (caught) {
		return { known: false, error: toSpectrumError(caught) };
	}
}
