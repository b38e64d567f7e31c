/** The contract's largest message in either direction, in bytes, however it travels. */
export const largestMessageBytes = 100 * 1024 * 1024;
