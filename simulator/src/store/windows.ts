/** Apple's windows for changing an own message, in milliseconds after sending. */
export const editWindow = 15 * 60_000;
export const unsendWindow = 2 * 60_000;
