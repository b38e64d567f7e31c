import type { INode, INodeCredentials, IWorkflowBase } from 'n8n-workflow';
import type { ClockOrder } from './order';

/** Name of the node type that looks for answers, without the name of its package. */
export const clockNodeName = 'imessageAnswerClock';

/** The outputs of that node: back to itself while the question is open, and nowhere after its end. */
export const clockOutputs = { open: 0, ended: 1 } as const;

/** The parameters of that node. */
export interface ClockParameters {
	readonly authentication: string;
	/** A {@link ClockOrder} as JSON. */
	readonly order: string;
	/** The address of the waiting execution, sealed. */
	readonly sealed: string;
}

/** What the workflow of a clock is made of. */
export interface ClockMaterial {
	/** The node that asks. */
	readonly asking: Pick<INode, 'type' | 'credentials' | 'name'>;
	readonly authentication: string;
	readonly order: ClockOrder;
	readonly sealed: string;
}

/**
 * The workflow that runs beside a waiting execution and looks for the answer. n8n resumes its node after each pause and
 * hands the node's input to its first output, which leads back to the node. It has settings of its own, because the
 * parent's could end it early or keep a record of each clock.
 */
export function clockWorkflow({ asking, authentication, order, sealed }: ClockMaterial): IWorkflowBase {
	const parameters: ClockParameters = { authentication, order: JSON.stringify(order), sealed };
	const prefix = asking.type.slice(0, asking.type.lastIndexOf('.') + 1);
	const start = 'Start';
	const clock = `Answer to ${asking.name}`;
	return {
		name: clock,
		active: false,
		isArchived: false,
		createdAt: new Date(0),
		updatedAt: new Date(0),
		activeVersionId: null,
		nodes: [
			{
				id: 'imessage-clock-start',
				name: start,
				type: 'n8n-nodes-base.executeWorkflowTrigger',
				typeVersion: 1.1,
				position: [0, 0],
				parameters: { inputSource: 'passthrough' },
			},
			{
				id: 'imessage-clock',
				name: clock,
				type: `${prefix}${clockNodeName}`,
				typeVersion: 1,
				position: [200, 0],
				parameters: { ...parameters },
				...(asking.credentials === undefined ? {} : { credentials: copied(asking.credentials) }),
			},
		],
		connections: {
			[start]: { main: [[{ node: clock, type: 'main', index: 0 }]] },
			[clock]: { main: [[{ node: clock, type: 'main', index: 0 }]] },
		},
		settings: {
			executionOrder: 'v1',
			callerPolicy: 'any',
			executionTimeout: -1,
			saveDataSuccessExecution: 'none',
		},
	} as Omit<IWorkflowBase, 'id'> as IWorkflowBase;
}

function copied(credentials: INodeCredentials): INodeCredentials {
	return structuredClone(credentials);
}
