/** What the clock carries from beat to beat. n8n stores the context of a node with the execution. */
export interface Carried {
	/** True from the second beat on. */
	runs?: boolean;
	/** How often n8n has refused in a row. */
	refusals?: number;
}
