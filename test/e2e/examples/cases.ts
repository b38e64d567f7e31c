import type { InboundMessage, Simulator } from '../../../simulator/src';
import type { Execution } from '../../../scripts/n8n/types';

/** What a case may look at after the run. */
export interface Ran {
	readonly spectrum: Simulator;
	readonly run: Execution;
	/** The message that started the workflow, or that stood in the conversation before. */
	readonly messageId: string;
}

/** One file of `examples/`, run in n8n. */
export interface ExampleCase {
	/** Default `shared`. */
	readonly plan?: 'shared' | 'dedicated';
	/** What somebody writes; default the text "Hi". */
	readonly inbound?: Partial<InboundMessage>;
	/** Makes what must be there before. */
	readonly before?: (spectrum: Simulator) => Partial<InboundMessage> | void;
	/** What happens while the workflow runs. */
	readonly meanwhile?: (spectrum: Simulator) => Promise<void>;
	/** What must be true afterwards, on the phones first of all. */
	readonly check: (ran: Ran) => void;
}

export const person = '+15551234567';
export const friend = '+15557654321';
/** The group that the examples name. */
export const group = 'any;+;chat123456789';
export const line = '+15550000001';

export const phone = (spectrum: Simulator) => spectrum.phone(person);
export const lastMessage = (spectrum: Simulator) => phone(spectrum).messages.at(-1);

/** The newest message on the phone looks like this. */
export function arrives(expected: object, others: Omit<ExampleCase, 'check'> = {}): ExampleCase {
	return { ...others, check: ({ spectrum }) => expect(lastMessage(spectrum)).toMatchObject(expected) };
}
