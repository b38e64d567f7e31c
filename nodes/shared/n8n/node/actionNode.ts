import { NodeConnectionTypes, type ILoadOptionsFunctions, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { credentialTests } from '../credentials/credentialTests';
import { spectrumCredentials } from '../credentials/nodeCredentials';
import type * as ListSearch from '../credentials/listSearch';
import { choiceSearch } from '../fields/choiceSearch';

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

/**
 * The methods that the editor calls on every action node: tests of credentials, and searches of lists. What reaches Spectrum
 * is loaded when the editor first asks for it.
 */
export const actionMethods = {
	credentialTest: credentialTests,
	listSearch: {
		...choiceSearch,
		async searchLines(this: ILoadOptionsFunctions, filter?: string) {
			return await searches().searchLines(this, filter);
		},
		async searchSendingLines(this: ILoadOptionsFunctions, filter?: string) {
			return await searches().searchSendingLines(this, filter);
		},
		async searchSpaces(this: ILoadOptionsFunctions, filter?: string) {
			return await searches().searchSpaces(this, filter);
		},
	},
} satisfies INodeType['methods'];

// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it when n8n starts
const searches = () => require('../credentials/listSearch') as typeof ListSearch;
