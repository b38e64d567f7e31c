import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Credential, WorkflowFile, WorkflowNode } from '../../n8n/types';

/** The one that answers from the start. */
export const firstExample = 'answer-a-message';

/** What a person finds in n8n, in the order of the import: the last one stands at the top of n8n's list. */
export function exampleNames(root: string): string[] {
	const flows = readdirSync(path.join(root, 'examples'))
		.filter((name) => /^flow-.*\.json$/.test(name))
		.map((name) => path.basename(name, '.json'));
	return ['trigger-by-webhook', ...flows.sort().reverse(), firstExample];
}

export interface Linking {
	/** The credential of every node of ours. */
	readonly credential: Credential;
	/** Where Spectrum delivers webhooks. */
	readonly publicAddress: string;
}

/** An example as a person makes it their own. */
export function readExample(root: string, name: string, linking: Linking): WorkflowFile {
	const file = path.join(root, 'examples', `${name}.json`);
	const example = JSON.parse(readFileSync(file, 'utf8')) as WorkflowFile;
	return { ...example, nodes: example.nodes.map((node) => linked(node, linking)) };
}

function linked(node: WorkflowNode, { credential, publicAddress }: Linking): WorkflowNode {
	if (!node.type.startsWith('n8n-nodes-spectrum-imessage.')) return node;
	const isWebhook = node.parameters.receiveBy === 'webhook';
	const address = isWebhook ? { publicAddress: { __rl: true, mode: 'url', value: publicAddress } } : {};
	// Spectrum Cloud is what the nodes connect to if they say nothing.
	const authentication = credential.type === 'spectrumCloudApi' ? {} : { authentication: credential.type };
	return {
		...node,
		parameters: { ...node.parameters, ...address, ...authentication },
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
	};
}
