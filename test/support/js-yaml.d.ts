/** The part of the library that the tests use; it brings no types of its own. */
declare module 'js-yaml' {
	/** Reads one YAML document. Throws where it is none. */
	export function load(text: string): unknown;
}
