import type { FlowNode } from './flow';
import { http } from './nodes';

/** What a run tells the test's server about itself. */
export interface Told {
	readonly execution: string;
	readonly resume: string;
	/** Address of the writer. */
	readonly who: string;
}

/** Tells it, and gives nothing of the event. */
export const tellServer = (url: string, trigger = 'iMessage Trigger'): FlowNode =>
	http(url, {
		method: 'POST',
		sendBody: true,
		specifyBody: 'json',
		jsonBody: `={{ JSON.stringify({ execution: $execution.id, resume: $execution.resumeUrl, who: $(${JSON.stringify(trigger)}).first().json.sender.address }) }}`,
	});
