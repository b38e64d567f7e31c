import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { credentialTests } from '../credentials/credentialTests';
import { listSearch } from '../credentials/listSearch';
import { spectrumCredentials } from '../credentials/nodeCredentials';

/**
 * What the descriptions of all action nodes have in common. `icon`, `subtitle` and `usableAsTool` stay in each class,
 * because n8n's lint looks for them there.
 */
export const actionNode = {
	version: 1,
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	credentials: spectrumCredentials,
} satisfies Partial<INodeTypeDescription>;

/** The methods that the editor calls on every action node: tests of credentials, and searches of lists. */
export const actionMethods = { credentialTest: credentialTests, listSearch } satisfies INodeType['methods'];
