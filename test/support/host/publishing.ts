import {
	isNodeConnected,
	isTriggerLikeNode,
	type INode,
	type IWorkflowBase,
	mapConnectionsByDestination,
	NodeApiError,
	NodeHelpers,
	validateNodeCredentials,
	validateWorkflowHasTriggerLikeNode,
} from 'n8n-workflow';
import type { ActiveWorkflowManager } from './activation';
import { ConflictError, ResponseError } from './http/errors';
import { hostLogger } from './logs';
import type { HostNodeTypes } from './nodeTypes';
import type { Store } from './store';

/** What a person reads when a workflow cannot be activated; `cause` is what the node threw. */
export class ActivationError extends ResponseError {
	constructor(message: string, cause: unknown) {
		super(message, 400);
		this.name = 'ActivationError';
		this.cause = cause;
	}
}

/**
 * `activateWorkflow` of packages/cli/src/workflows/workflow.service.ts. A workflow that is active already is removed
 * first, so that its hooks are deleted and made anew with activation `update`.
 *
 * @throws ActivationError with the description of a NodeApiError if it has one, else the message of what was thrown
 */
export async function activateWorkflow(store: Store, manager: ActiveWorkflowManager, nodeTypes: HostNodeTypes, id: string): Promise<void> {
	const draft = store.workflow(id, 'draft');
	if (draft === undefined) throw new Error(`There is no workflow "${id}"`);
	const wasActive = store.isActive(id);
	const conflict = manager.conflict(draft);
	if (conflict !== undefined) {
		throw new ConflictError('There is a conflict with one of the webhooks.', JSON.stringify([{ conflict }]));
	}
	const problem = activationProblem(store.workflow(id, 'draft') as IWorkflowBase, nodeTypes);
	if (problem !== undefined) {
		hostLogger.warn('Workflow activation failed validation', { workflowId: id, error: problem });
		throw new ActivationError(problem, undefined);
	}
	if (wasActive) await manager.remove(id);
	store.publish(id);
	try {
		await manager.add(id, wasActive ? 'update' : 'activate');
	} catch (error) {
		store.unpublish(id);
		const { message } = error as Error;
		throw new ActivationError(error instanceof NodeApiError ? (error.description ?? message) : message, error);
	}
}

/** `deactivateWorkflow` of workflow.service.ts; a hook that cannot be deleted does not keep it from succeeding. */
export async function deactivateWorkflow(store: Store, manager: ActiveWorkflowManager, id: string): Promise<void> {
	if (!store.isActive(id)) return;
	await manager.remove(id);
	store.unpublish(id);
}

/** `validateForActivation` of packages/cli/src/workflows/workflow-validation.service.ts. */
function activationProblem({ nodes, connections }: IWorkflowBase, nodeTypes: HostNodeTypes): string | undefined {
	const byName = Object.fromEntries(nodes.map((node) => [node.name, node]));
	const trigger = validateWorkflowHasTriggerLikeNode(byName, nodeTypes, ['n8n-nodes-base.manualTrigger']);
	if (!trigger.isValid) {
		return (
			trigger.error ??
			'Workflow cannot be activated because it has no trigger node. At least one trigger, webhook, or polling node is required.'
		);
	}
	const byDestination = mapConnectionsByDestination(connections);
	const found: Array<{ name: string; issues: string[] }> = [];
	for (const node of nodes) {
		if (node.disabled) continue;
		const connected = isNodeConnected(node.name, connections, byDestination);
		if (!connected && !isTriggerLikeNode(nodeTypes.getByNameAndVersion(node.type, node.typeVersion))) continue;
		const issues = issuesOf(node, nodeTypes);
		if (issues.length > 0) found.push({ name: node.name, issues });
	}
	if (found.length === 0) return undefined;
	const lines = found.map(({ name, issues }) => `Node "${name}":\n${issues.map((issue) => `  - ${issue}`).join('\n')}`);
	return `Cannot publish workflow: ${found.length} node${found.length === 1 ? '' : 's'} have configuration issues:\n\n${lines.join('\n\n')}`;
}

function issuesOf(node: INode, nodeTypes: HostNodeTypes): string[] {
	const nodeType = nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const issues = validateNodeCredentials(node, nodeType).map(({ type, displayName }) =>
		type === 'missing' ? `Missing required credential: ${displayName}` : `Credential not configured: ${displayName}`,
	);
	const { properties } = nodeType.description;
	const parameters = NodeHelpers.getNodeParametersIssues(properties, node, nodeType.description)?.parameters;
	const count = Object.keys(parameters ?? {}).length;
	if (count > 0) {
		issues.push(`Missing or invalid required parameters (${count} issue${count === 1 ? '' : 's'})`);
	}
	return issues;
}
