/**
 * Whom a line may write to, if that is limited. `registered`: people who are registered with the project and have
 * opted in, which is the shared pool of the Free and Pro plans (contract 9.1).
 */
export type Audience = 'registered';

/** The texts of the refusal for a person who is not registered. */
export const notRegistered = {
	message: 'This project may not write to this person',
	advice:
		'On the Free and Pro plans you can write only to people who are registered with the project and have written to it first. Register the person with iMessage Conversation → Recipient → Register, and ask them to send a message to the number that it returns. Then try again.',
} as const;
