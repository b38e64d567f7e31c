import { ControlPlane } from '../../auth/controlPlane';
import type { CloudConnection } from '../../model/connection';
import type { HttpPort } from '../../net/http';
import { outcomeOf, type Outcome } from '../../errors/outcome';
import type { Plan } from '../../model/line';
import { present } from '../../values/present';

/** Facts about a project from the control plane. Each is asked once. A failure is part of the report. */
export interface ProjectReport {
	/** True when iMessage is enabled. Undefined when the answer did not contain it. */
	readonly isImessageEnabled: Outcome<boolean | undefined>;
	/** `available` or `unavailable`, by the number of the line. Only on a dedicated plan. */
	readonly lineStates?: Outcome<ReadonlyMap<string, string>>;
	/** Number of registered people. Only on the shared plan. */
	readonly registered?: Outcome<number>;
}

/** Makes all requests at once: three at most, and the control plane allows five in a second. */
export async function reportProject(connection: CloudConnection, http: HttpPort, plan: Plan): Promise<ProjectReport> {
	const controlPlane = new ControlPlane(connection, http);
	const [isImessageEnabled, lineStates, registered] = await Promise.all([
		outcomeOf(() => controlPlane.isImessageEnabled()),
		plan === 'dedicated' ? outcomeOf(() => statesOf(controlPlane)) : undefined,
		plan === 'shared' ? outcomeOf(() => countOf(controlPlane)) : undefined,
	]);
	return { isImessageEnabled, ...present({ lineStates, registered }) };
}

/** True when iMessage is enabled. Undefined when it is unknown. */
export async function isImessageEnabled(connection: CloudConnection, http: HttpPort): Promise<boolean | undefined> {
	const answer = await outcomeOf(() => new ControlPlane(connection, http).isImessageEnabled());
	return answer.ok ? answer.value : undefined;
}

/** The state of each line, by its number, as the control plane lists it: `available`, `unavailable` or a newer word. */
export async function lineStates(connection: CloudConnection, http: HttpPort): Promise<ReadonlyMap<string, string>> {
	return await statesOf(new ControlPlane(connection, http));
}

/** The number of the line for someone new. Rejects with `notFound` when no line is available. */
export async function bestLine(connection: CloudConnection, http: HttpPort): Promise<string | undefined> {
	return (await new ControlPlane(connection, http).routeLine()).phoneNumber;
}

async function statesOf(controlPlane: ControlPlane): Promise<ReadonlyMap<string, string>> {
	const states = new Map<string, string>();
	for (const { phoneNumber, status } of await controlPlane.lines()) {
		if (phoneNumber !== undefined && status !== undefined) states.set(phoneNumber, status);
	}
	return states;
}

/** Asks for one user and the total. Only a control plane without a total must send the whole list. */
async function countOf(controlPlane: ControlPlane): Promise<number> {
	const { total } = await controlPlane.users({ type: 'shared', limit: 1 });
	return total ?? (await controlPlane.users({ type: 'shared' })).users.length;
}
