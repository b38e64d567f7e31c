import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IConnections,
	IDataObject,
	INode,
	INodeType,
	IPinData,
	IVersionedNodeType,
	IWorkflowSettings,
} from 'n8n-workflow';
import type { Execution } from './execution';
import type { Store } from './store';

/** A workflow as n8n exports it: what stands in a file of `examples/`. Positions, ids and versions may be left out. */
export interface WorkflowJson {
	/** At most 21 characters (n8n saves no static data for longer ones); the host gives one when it is missing. */
	id?: string;
	name?: string;
	nodes: NodeJson[];
	connections?: IConnections;
	settings?: IWorkflowSettings;
	pinData?: IPinData;
	/** What n8n keeps for the nodes, when a workflow is taken over from another host. */
	staticData?: IDataObject;
	[exported: string]: unknown;
}

export type NodeJson = Pick<INode, 'name' | 'type'> & Partial<Omit<INode, 'name' | 'type'>>;

/** A stored credential, as `credentialData` names it by id. */
export interface StoredCredential {
	/** The credential's type, `spectrumCloudApi` for example. */
	type: string;
	name: string;
	/** What a person has filled in. Fields that are left out get their default, as in n8n. */
	data: ICredentialDataDecryptedObject;
}

export interface HostOptions {
	/** Node classes by their full type name, `n8n-nodes-spectrum-imessage.imessage` for example. */
	nodes?: Record<string, INodeType | IVersionedNodeType>;
	/** A package's folder: its nodes and credentials are loaded from `package.json` as n8n does, out of `dist`. */
	packageDirectory?: string;
	/** Credential types beside those of the package. */
	credentials?: ICredentialType[];
	credentialData?: Record<string, StoredCredential>;
	/** n8n's WEBHOOK_URL. Default: the host's own address, `http://localhost:<port>/`. */
	webhookUrl?: string;
	/** Where the HTTP server listens. Default 127.0.0.1. The port is always a free one. */
	listenAddress?: string;
	/**
	 * Milliseconds until n8n first tries again to activate a workflow that failed at start or in its trigger; doubled
	 * after each failure. Default 1000, as in n8n.
	 */
	reactivateAfterMilliseconds?: number;
	/** Whether a trigger's `emit` takes a deduplication key: n8n 2.40 does, 2.8 does not. Default false. */
	deduplicates?: boolean;
	/** What n8n's database holds; default: an empty one. */
	store?: Store;
	/** Told of each finished execution at the moment when the store is, before anything else happens. */
	onFinished?: (execution: Execution) => void;
}
