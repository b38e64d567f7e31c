/** People who write to the line, and whom it writes to. */
export const conversations = 50;

/** The text of every send, as an item has it. */
export const sentText = 'Your order is on its way. It arrives on Friday.';

export function personOf(number: number): string {
	return `+1555123${String(number % conversations).padStart(4, '0')}`;
}

export function spaceOf(number: number): string {
	return `any;-;${personOf(number)}`;
}

/** What the server is called in a credential of the kind `spectrumSelfHostedApi`. */
export const selfHostedToken = 'bench-token-with-the-length-of-a-real-one-0123456789';
