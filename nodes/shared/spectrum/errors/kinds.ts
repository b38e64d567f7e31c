import type { ErrorKind } from './SpectrumError';

/** What each kind says when nothing more precise is known. A kind without an entry does not compile. */
export const kindTexts: Readonly<Record<ErrorKind, { readonly message: string; readonly advice: string }>> = {
	authentication: {
		message: 'Spectrum did not accept the credential',
		advice: 'Check the credential: the project ID and secret of Spectrum Cloud, or the API key of your own server.',
	},
	permission: {
		message: 'The credential may not do this',
		advice: 'Check that the conversation belongs to a line of this credential, and that the project or API key is allowed to do this.',
	},
	quota: {
		message: 'A limit of Spectrum was reached; the server did not say which',
		advice:
			'Send more slowly and try again later. Known limits: 5,000 messages per server per day, and 50 new conversations per line per day.',
	},
	duplicate: {
		message: 'This was already done',
		advice: 'Nothing needs to be done: the first attempt went through.',
	},
	notFound: {
		message: 'What the node refers to does not exist',
		advice: 'Check the IDs in the fields of the node, and that they come from the same line.',
	},
	invalid: {
		message: 'Spectrum did not accept one of the values',
		advice: 'Check the fields of the node.',
	},
	unsupported: {
		message: 'The server cannot do this here',
		advice: 'Check that your plan and this kind of conversation allow it, and that your own server is up to date.',
	},
	tooLarge: {
		message: 'The message is larger than 100 MiB, the most that one call can carry',
		advice: 'Send a smaller file. A Live Photo and its video count together.',
	},
	notSent: {
		message: 'The message was not sent',
		advice:
			'Check the message on the device of the line. A repeat of the same run refers to the same message. To send it once more, run the workflow again.',
	},
	unavailable: {
		message: 'The server is not available',
		advice: 'Try again in a minute. If this continues, check the address in the credential and that n8n can reach it.',
	},
	timeout: {
		message: 'The server did not answer in time',
		advice:
			'Try again. A repeat of the same run does not send twice. If this continues, check the address in the credential and that no firewall blocks the connection.',
	},
	cancelled: {
		message: 'The execution was stopped',
		advice: 'Run the workflow again if you want it to continue.',
	},
	internal: {
		message: 'Something failed unexpectedly',
		advice: 'Try again. If this continues, report it with the time of the failure.',
	},
	protocol: {
		message: 'The server sent an answer that this node does not understand',
		advice: 'Check that the address in the credential is that of a Spectrum server, and that this package is up to date.',
	},
};
