/** A value of the wire that this version of the pack does not know, with its number. */
export type UnknownValue = `unknown:${number}`;
