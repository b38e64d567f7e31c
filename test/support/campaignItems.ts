/**
 * Fields of iMessage Campaign that belong to one person of the list. One that cannot be used does not stop the run: the
 * person is skipped with the reason, and everyone else gets the message. So the rules of all other nodes do not hold for
 * them; test/nodes/campaign/itemFields.test.ts has theirs.
 */
export const campaignItemFields = ['recipient', 'text', 'binaryPropertyName', 'options.timeZone'] as const;
