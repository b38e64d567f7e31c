import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Credential, WorkflowFile, WorkflowNode } from '../../../scripts/n8n/types';
import { publicAddress } from '../support/triggerWorkflow';

const folder = path.resolve(__dirname, '..', '..', '..', 'examples');

export const exampleNames = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.map((file) => path.basename(file, '.json'));

export const exampleFile = (name: string): string => path.join(folder, `${name}.json`);

/** An example as it is published. */
export function readExample(name: string): WorkflowFile {
	return JSON.parse(readFileSync(exampleFile(name), 'utf8')) as WorkflowFile;
}

/**
 * The example as a person makes it their own: with their credentials, and with their addresses where it names
 * example.com. Waits are cut short.
 */
export function ownExample(name: string, credentials: readonly Credential[], filesUrl: string): WorkflowFile {
	const example = readExample(name);
	const nodes = example.nodes.map((node) => {
		const own = credentials.filter(({ type }) => node.credentials?.[type] !== undefined);
		const links =
			own.length === 0 ? {} : { credentials: Object.fromEntries(own.map(({ type, id, name: shown }) => [type, { id, name: shown }])) };
		return { ...node, ...links, parameters: ownParameters(node, filesUrl) };
	});
	return { ...example, nodes };
}

/** Parameters that fetch something; all others keep what they say, because it is what gets sent. */
function fetchingOf(type: string, { operation }: WorkflowNode['parameters']): readonly string[] {
	if (type === 'n8n-nodes-base.httpRequest') return ['url'];
	return typeof operation === 'string' && operation.endsWith('AppCard') ? ['url'] : ['attachmentUrl', 'companionUrl'];
}

function ownParameters({ type, parameters }: WorkflowNode, filesUrl: string): WorkflowNode['parameters'] {
	if (type === 'n8n-nodes-base.wait') return { ...parameters, amount: 1, unit: 'seconds' };
	if (parameters.receiveBy === 'webhook') return { ...parameters, publicAddress };
	if (parameters.receiveBy === 'polling') return { ...parameters, pollEvery: 'custom', cronExpression: '* * * * * *' };
	const changed = fetchingOf(type, parameters).filter((name) => typeof parameters[name] === 'string');
	if (changed.length === 0) return parameters;
	const urls = changed.map((name) => [name, String(parameters[name]).replace('https://example.com', filesUrl)]);
	const options = { ...(parameters.options as object | undefined), allowPrivateAddresses: true };
	const allowed = type === 'n8n-nodes-base.httpRequest' ? {} : { options };
	return { ...parameters, ...(Object.fromEntries(urls) as Record<string, string>), ...allowed };
}

/** The node that starts it. */
export function triggerOf({ nodes }: WorkflowFile): WorkflowNode {
	const trigger = nodes.find(({ type }) => /trigger$/i.test(type));
	if (trigger === undefined) throw new Error('The example has no trigger');
	return trigger;
}

/** Everything that must have run. */
export function runningNodes({ nodes }: WorkflowFile): string[] {
	return nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote').map(({ name }) => name);
}
