import type { KnownQuestion } from '../shared/n8n/asking/openQuestions';

/** What the clock carries from beat to beat. n8n stores the context of a node with the execution. */
export interface Carried {
	/** True from the second beat on. */
	runs?: boolean;
	/** How often n8n has refused in a row. */
	refusals?: number;
	/** The other questions of the conversation, as the process of the last beat knew them. A restart would forget them. */
	others?: readonly KnownQuestion[];
}
