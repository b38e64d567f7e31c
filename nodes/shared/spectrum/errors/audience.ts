/**
 * Whom a line may write to, where that is not everybody. `registered`: people who are registered with the project and have
 * opted in, which is the shared pool of the Free and Pro plans (contract 9.1).
 */
export type Audience = 'registered';

/** What the refusal of anybody else says. */
export const notRegistered = {
	message: 'This project may not write to this person',
	advice:
		'On the Free and Pro plans you can write only to people who are registered with the project and have written to it first. Register the person with iMessage Conversation → Recipient → Register, and ask them to send a message to the number that it gives. Then try again.',
} as const;
