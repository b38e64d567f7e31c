import type { ErrorKind } from './SpectrumError';

/** Every call of the control plane, as an error message names it. */
export const controlPlaneCalls = {
	mintTokens: 'minting a token',
	listWebhooks: 'listing the webhooks',
	registerWebhook: 'registering the webhook',
	deleteWebhook: 'removing the webhook',
	enableWebhook: 'enabling the webhook',
	listUsers: 'listing the registered people',
	createUser: 'registering the person',
	deleteUser: 'removing the registered person',
	userRedirect: 'asking for the invitation',
	listLines: 'listing the lines',
	routeLine: 'choosing a line',
	getProject: 'asking for the project',
	listPlatforms: 'asking which platforms are enabled',
} as const;

export type ControlPlaneCall = keyof typeof controlPlaneCalls;

type Verdict =
	| 'badCredentials'
	| 'forbidden'
	| 'notFound'
	| 'conflict'
	| 'refusedInput'
	| 'tooManyRequests'
	| 'tooSlow'
	| 'down'
	| 'failed'
	| 'redirect'
	| 'otherRefusal';

/** What a status means, and the texts for it. */
export interface VerdictText {
	readonly kind: ErrorKind;
	readonly retryable: boolean;
	/** Continued with `while <call> (HTTP <status>)`. */
	readonly what: string;
	readonly advice: string;
}

/** The contract calls 429 and 5xx temporary. With any other status, repeating the same request does not help. */
const verdicts: Readonly<Record<Verdict, VerdictText>> = {
	badCredentials: {
		kind: 'authentication',
		retryable: false,
		what: 'Spectrum Cloud refused the project ID or the project secret',
		advice: 'Copy both again from the Spectrum dashboard into the credential, and check that they belong to the same project.',
	},
	forbidden: {
		kind: 'permission',
		retryable: false,
		what: 'Spectrum Cloud does not let this project do that',
		advice: 'Check in the Spectrum dashboard that the project is active and that iMessage is enabled for it.',
	},
	notFound: {
		kind: 'notFound',
		retryable: false,
		what: 'Spectrum Cloud does not know the project',
		advice: 'Check the project ID in the credential, and the control-plane URL if you changed it.',
	},
	conflict: {
		kind: 'duplicate',
		retryable: false,
		what: 'Spectrum Cloud already has this',
		advice: 'Remove the older entry in the Spectrum dashboard, or keep using it.',
	},
	refusedInput: {
		kind: 'invalid',
		retryable: false,
		what: 'Spectrum Cloud did not accept what was sent',
		advice: 'Check the values in the node and in the credential.',
	},
	tooManyRequests: {
		kind: 'quota',
		retryable: true,
		what: 'Too many requests were made to Spectrum Cloud (it allows 5 a second for each project)',
		advice: 'Wait a moment and try again. If it keeps happening, see what else uses the same project.',
	},
	tooSlow: {
		kind: 'timeout',
		retryable: true,
		what: 'Spectrum Cloud did not answer in time',
		advice: 'Try again in a minute. If this continues, look at the status of Spectrum.',
	},
	down: {
		kind: 'unavailable',
		retryable: true,
		what: 'Spectrum Cloud is not available at the moment',
		advice: 'Try again in a minute. If this continues, look at the status of Spectrum.',
	},
	failed: {
		kind: 'internal',
		retryable: true,
		what: 'Spectrum Cloud failed',
		advice: 'Try again in a minute. If this continues, report the time of the failure to the support of Spectrum.',
	},
	redirect: {
		kind: 'protocol',
		retryable: false,
		what: 'The control plane answered with a redirect, which is not followed because the credential would travel with it',
		advice: 'Enter the final address as the control-plane URL of the credential.',
	},
	otherRefusal: {
		kind: 'invalid',
		retryable: false,
		what: 'Spectrum Cloud refused the request',
		advice: 'Check the values in the node and in the credential.',
	},
};

/** The texts for calls that allow a more precise one. */
const specifics: Partial<Record<ControlPlaneCall, Partial<Record<Verdict, Pick<VerdictText, 'what' | 'advice'>>>>> = {
	mintTokens: {
		// Contract 9.1: tokens answer 403 until iMessage is enabled for the project.
		forbidden: {
			what: 'Spectrum Cloud gives this project no token until iMessage is enabled for it',
			advice:
				'Enable iMessage for the project on the Spectrum dashboard, under Platforms, then try again. If it is enabled, check there that the project is active.',
		},
	},
	createUser: {
		conflict: {
			what: 'Spectrum Cloud has registered this person already',
			advice: 'Find the person with iMessage Conversation → Recipient → Get Many.',
		},
		refusedInput: {
			what: 'Spectrum Cloud did not accept this person',
			advice: 'Check the number, the names and the email address in the fields of the node, and how many people your plan allows.',
		},
		forbidden: {
			what: 'Spectrum Cloud does not let this project register another person',
			advice: 'Check on the Spectrum dashboard how many people your plan allows, and that iMessage is enabled for the project.',
		},
	},
	deleteUser: {
		notFound: {
			what: 'Spectrum Cloud no longer knows this person',
			advice: 'Nothing is left to remove.',
		},
	},
	userRedirect: {
		notFound: {
			what: 'Spectrum Cloud has no invitation for this person',
			advice:
				'Only people of a shared plan have one. Give the person the number to write to instead: it is "assignedPhoneNumber" of Get Many.',
		},
	},
	routeLine: {
		notFound: {
			what: 'Spectrum Cloud names no line that accepts new people',
			advice: 'Choose one of your lines in the option "Line" of the node.',
		},
	},
	registerWebhook: {
		conflict: {
			what: 'Spectrum Cloud already delivers to this webhook address for the project',
			advice: 'Remove the older registration of this address in the Spectrum dashboard, then publish the workflow again.',
		},
		refusedInput: {
			what: 'Spectrum Cloud did not accept the webhook address',
			advice:
				'The address must be a public https:// address. Check N8N_WEBHOOK_URL, in older versions WEBHOOK_URL, in the settings of n8n.',
		},
	},
	enableWebhook: {
		notFound: {
			what: 'Spectrum Cloud no longer knows this webhook, or cannot enable webhooks',
			advice: 'Unpublish the workflow and publish it again: the trigger then registers another webhook.',
		},
	},
	deleteWebhook: {
		notFound: {
			what: 'Spectrum Cloud no longer knows this webhook',
			advice: 'Nothing is left to remove.',
		},
	},
};

/** Kind and texts for a status that is not 2xx. */
export function verdictText(status: number, call: ControlPlaneCall): VerdictText {
	const verdict = verdictOf(status);
	return { ...verdicts[verdict], ...specifics[call]?.[verdict] };
}

function verdictOf(status: number): Verdict {
	if (status === 401) return 'badCredentials';
	if (status === 403) return 'forbidden';
	if (status === 404) return 'notFound';
	if (status === 409) return 'conflict';
	if (status === 422 || status === 400) return 'refusedInput';
	if (status === 429) return 'tooManyRequests';
	if (status === 408 || status === 504) return 'tooSlow';
	if (status === 502 || status === 503) return 'down';
	if (status >= 500) return 'failed';
	if (status >= 300 && status < 400) return 'redirect';
	return 'otherRefusal';
}
