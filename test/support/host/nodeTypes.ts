import { PackageDirectoryLoader, UnrecognizedCredentialTypeError, UnrecognizedNodeTypeError } from 'n8n-core';
import {
	type ICredentialType,
	type IDataObject,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
	NodeHelpers,
	UnexpectedError,
	UserError,
} from 'n8n-workflow';
import { convertNodeToAiTool } from './aiTool';
import { builtInNodes } from './builtInNodes';
import { TOOL_CALLER, toolCaller } from './toolCaller';
import type { HostOptions } from './types';

type AnyNodeType = INodeType | IVersionedNodeType;

/**
 * The node and credential types of a host: n8n's packages/cli/src/node-types.ts and credential-types.ts over
 * load-nodes-and-credentials.ts. Instances that are handed in skip what n8n's loader adds to a description (icon
 * paths, CORS options of a webhook node); with a package's folder n8n-core's own loader does the work.
 */
export class HostNodeTypes implements INodeTypes {
	private readonly nodes = new Map<string, AnyNodeType>([...Object.entries(builtInNodes), [TOOL_CALLER, toolCaller]]);
	private readonly credentials = new Map<string, ICredentialType>();
	private readonly tools = new Map<string, INodeType>();

	private constructor() {}

	static async load(options: Pick<HostOptions, 'nodes' | 'packageDirectory' | 'credentials'>): Promise<HostNodeTypes> {
		const types = new HostNodeTypes();
		if (options.packageDirectory !== undefined) {
			const loader = new PackageDirectoryLoader(options.packageDirectory);
			await loader.loadAll();
			for (const [name, { type }] of Object.entries(loader.nodeTypes)) {
				types.nodes.set(`${loader.packageName}.${name}`, type);
			}
			for (const [name, { type }] of Object.entries(loader.credentialTypes)) types.credentials.set(name, type);
		}
		for (const [name, type] of Object.entries(options.nodes ?? {})) types.nodes.set(name, type);
		for (const credential of options.credentials ?? []) types.credentials.set(credential.name, credential);
		return types;
	}

	getByName(name: string): AnyNodeType {
		const type = this.nodes.get(name);
		if (type === undefined) {
			const [packageName = '', nodeType = ''] = name.split('.');
			throw new UnrecognizedNodeTypeError(packageName, nodeType);
		}
		return type;
	}

	/** packages/cli/src/node-types.ts, getByNameAndVersion: `…Tool` is the AI tool made of a node. */
	getByNameAndVersion(name: string, version?: number): INodeType {
		if (this.nodes.has(name) || !name.endsWith('Tool')) {
			return NodeHelpers.getVersionedNodeType(this.getByName(name), version);
		}
		const existing = this.tools.get(name);
		if (existing !== undefined) return existing;
		const nodeType = NodeHelpers.getVersionedNodeType(this.getByName(name.replace(/Tool$/, '')), version);
		if (typeof nodeType.supplyData === 'function') {
			throw new UnexpectedError('Node already has a `supplyData` method', { extra: { nodeType: name } });
		}
		if (!nodeType.description.usableAsTool) {
			throw new UserError('Node cannot be used as a tool', { extra: { nodeType: name } });
		}
		const tool = convertNodeToAiTool(nodeType);
		this.tools.set(name, tool);
		return tool;
	}

	getKnownTypes(): IDataObject {
		return Object.fromEntries([...this.nodes].map(([name, type]) => [name, { className: type.constructor.name }]));
	}

	/** Name of a node type's class; undefined for a type that nobody has handed in, such as the AI tool made of a node. */
	className(name: string): string | undefined {
		return this.nodes.get(name)?.constructor.name;
	}

	/** @throws UnrecognizedCredentialTypeError for a type that nobody has handed in */
	credentialType(name: string): ICredentialType {
		const type = this.credentials.get(name);
		if (type === undefined) throw new UnrecognizedCredentialTypeError(name);
		return type;
	}

	/** All types that this one extends, nearest first. */
	parentTypes(name: string): string[] {
		const parents = this.credentials.get(name)?.extends ?? [];
		return [...parents, ...parents.flatMap((parent) => this.parentTypes(parent))];
	}

	/** Names of the node types that use a credential. */
	nodesFor(credential: string): string[] {
		return [...this.nodes]
			.filter(([, type]) => versionsOf(type).some((version) => usesCredential(version, credential)))
			.map(([name]) => name);
	}
}

/** Every version of a node type, or the one that it is. */
export function versionsOf(type: AnyNodeType): INodeType[] {
	return 'nodeVersions' in type ? Object.values(type.nodeVersions) : [type];
}

function usesCredential(type: INodeType, credential: string): boolean {
	return (type.description.credentials ?? []).some(({ name }) => name === credential);
}
