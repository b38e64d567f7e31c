/** Who receives a file. */
export const recipient = '+15551234567';
