/** A value of the wire that this version of the pack has no name for, with its number kept. */
export type Newer = `unknown:${number}`;
