import type { StoredCredential, WorkflowJson } from './types';

/**
 * `replaceInvalidCredentials` of packages/cli/src/workflow-helpers.ts, for links without an ID: n8n looks them up by name
 * when a workflow is saved, and leaves a link alone when the name fits none, or more than one.
 */
export function linkByName(workflow: WorkflowJson, stored: ReadonlyMap<string, StoredCredential>): WorkflowJson {
	const nodes = workflow.nodes.map((node) => {
		if (node.credentials === undefined || node.disabled === true) return node;
		const links = Object.entries(node.credentials).map(([type, link]) => {
			if (link.id !== null) return [type, link] as const;
			const found = [...stored].filter(([, credential]) => credential.type === type && credential.name === link.name);
			return [type, found.length === 1 ? { ...link, id: found[0]?.[0] ?? null } : link] as const;
		});
		return { ...node, credentials: Object.fromEntries(links) };
	});
	return { ...workflow, nodes };
}
