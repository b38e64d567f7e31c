import { LoadOptionsContext } from 'n8n-core';
import { type INodeListSearchResult, Workflow } from 'n8n-workflow';
import { getBase, type Instance } from './additionalData';
import { type HostNodeTypes, versionsOf } from './nodeTypes';
import type { NodeJson } from './types';

/**
 * `getResourceLocatorResults` of packages/cli/src/services/dynamic-node-parameters.service.ts: what fills the list of a
 * resource locator in the editor. The node is alone in a workflow of its own, with its parameters as they stand.
 */
export async function searchList(
	instance: Instance,
	nodeTypes: HostNodeTypes,
	{ type, typeVersion = 1, parameters = {}, credentials }: NodeJson,
	method: string,
	filter?: string,
): Promise<INodeListSearchResult> {
	const node = { id: 'temp', name: 'Temp-Node', type, typeVersion, position: [0, 0] as [number, number], parameters, credentials };
	const search = versionsOf(nodeTypes.getByName(type))[0]?.methods?.listSearch?.[method];
	if (search === undefined) throw new Error(`The node has no list search "${method}"`);
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = getBase(instance, { currentNodeParameters: parameters });
	return await search.call(new LoadOptionsContext(workflow, node, additionalData, ''), filter);
}
