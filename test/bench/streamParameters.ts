/** The Trigger as it stands after it was dropped on the canvas, with the credential for the bench's server. */
export const streamParameters = { authentication: 'spectrumSelfHostedApi', receiveBy: 'stream', events: ['message.received'] };
