import type { Connection } from '../../spectrum/model/connection';
import type { Question } from '../../spectrum/answers/question';
import { seal, unseal } from '../../spectrum/keys/sealed';
import { asFields } from '../../spectrum/values/json';

/** Where a waiting execution takes its answer. Both parts are secrets. */
export interface ResumeAddress {
	/** With n8n's own token. */
	readonly url: string;
	/** Ours: it proves that the clock of this very question speaks. */
	readonly secret: string;
}

/** What the clock of a question has to do. */
export interface ClockOrder {
	readonly question: Question;
	/** Whether the answer gets a tapback. */
	readonly acknowledges: boolean;
	/** The words of the question, which are edited once it is decided. Absent: they stay as they are. */
	readonly words?: string;
	/** Whether the answer may come over a page, too, which the conversation does not show. */
	readonly hasPage?: true;
	/** Whether the answer also starts the workflows of Triggers. */
	readonly startsWorkflows?: true;
}

const purpose = 'resume address';

/** The address as it is stored with the clock, where people read it who may not see the credential. */
export function sealAddress(connection: Connection, address: ResumeAddress): string {
	return seal(connection, purpose, JSON.stringify(address));
}

/** Undefined when the credential has another secret now. */
export function unsealAddress(connection: Connection, sealed: string): ResumeAddress | undefined {
	const text = unseal(connection, purpose, sealed);
	const fields = text === undefined ? undefined : asFields(JSON.parse(text));
	return fields === undefined ? undefined : { url: String(fields.url), secret: String(fields.secret) };
}
