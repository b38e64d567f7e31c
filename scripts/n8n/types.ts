/** A workflow as a file or the editor has it. */
export interface WorkflowFile {
	readonly name: string;
	readonly nodes: readonly WorkflowNode[];
	readonly connections: object;
	readonly settings?: object;
	readonly pinData?: object;
}

export interface WorkflowNode {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
	readonly position: readonly [number, number];
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly webhookId?: string;
	readonly credentials?: Readonly<Record<string, CredentialLink>>;
	readonly onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
}

/** A node as the editor's panel gets it. */
export interface NodeTypeShown {
	readonly name: string;
	readonly displayName: string;
	readonly iconUrl?: { readonly light: string; readonly dark: string };
	readonly codex?: { readonly categories?: readonly string[]; readonly alias?: readonly string[] };
}

export interface CredentialLink {
	/** null in a file: n8n then looks for the name. */
	readonly id: string | null;
	readonly name: string;
}

export interface Credential extends CredentialLink {
	readonly id: string;
	readonly type: string;
}

/** What a credential test says. */
export interface CredentialTestResult {
	readonly status: 'OK' | 'Error';
	readonly message: string;
}

interface Item {
	readonly json: Record<string, unknown>;
	readonly binary?: Record<string, unknown>;
	readonly error?: unknown;
}

interface NodeRun {
	readonly executionStatus?: string;
	readonly error?: { readonly message?: string };
	readonly data?: { readonly main?: ReadonlyArray<readonly Item[] | null> };
}

/** An execution as the public API gives it. */
export interface ExecutionRecord {
	readonly id: string | number;
	readonly status: string;
	readonly startedAt?: string | null;
	readonly mode: string;
	readonly workflowId: string;
	readonly finished: boolean;
	readonly data?: {
		readonly resultData?: {
			readonly error?: { readonly message?: string; readonly description?: string };
			readonly runData?: Readonly<Record<string, readonly NodeRun[]>>;
		};
		/** What a run begins with; a run that was cut off may have nothing else. */
		readonly executionData?: {
			readonly nodeExecutionStack?: ReadonlyArray<{ readonly node?: { readonly name?: string }; readonly data?: NodeRun['data'] }>;
		};
	};
}

/** One run of a workflow, for what tests ask about it. */
export class Execution {
	constructor(private readonly record: ExecutionRecord) {}

	get id(): string {
		return String(this.record.id);
	}

	get status(): string {
		return this.record.status;
	}

	get mode(): string {
		return this.record.mode;
	}

	get workflowId(): string {
		return this.record.workflowId;
	}

	/** Of the run as a whole, or of the node that failed. */
	get error(): string | undefined {
		return this.record.data?.resultData?.error?.message;
	}

	/** What its error says to do. */
	get advice(): string | undefined {
		return this.record.data?.resultData?.error?.description;
	}

	/** Nodes that ran, in the order in which they began. */
	get nodes(): string[] {
		return Object.keys(this.runData);
	}

	/** What a node gave in its last run, at one of its outputs. */
	items(node: string, output = 0): readonly Item[] {
		return this.runData[node]?.at(-1)?.data?.main?.[output] ?? [];
	}

	/** What a trigger started it with. Of a run that was cut off, n8n makes up what its nodes gave. */
	startedWith(trigger: string): Array<Record<string, unknown>> {
		const waiting = this.record.data?.executionData?.nodeExecutionStack?.find(({ node }) => node?.name === trigger);
		return waiting === undefined ? this.json(trigger) : (waiting.data?.main?.[0] ?? []).map(({ json }) => json);
	}

	json(node: string, output = 0): Array<Record<string, unknown>> {
		return this.items(node, output).map((item) => item.json);
	}

	private get runData(): Readonly<Record<string, readonly NodeRun[]>> {
		return this.record.data?.resultData?.runData ?? {};
	}
}
