/** A wire value that this version of the pack does not know, with its number. */
export type UnknownValue = `unknown:${number}`;
