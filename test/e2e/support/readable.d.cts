/** Controls without a name that a screen reader could say, as HTML. Runs in the browser. */
export function nameless(root: unknown): string[];

/** The text that stands out least from what is behind it: 4.5 is what the guidelines for the web ask of small text. */
export function leastContrast(root: unknown): { readonly ratio: number; readonly text: string };
