/** All text an error could leak: own fields, stack and causes. */
export function everythingIn(value: unknown): string {
	if (!(value instanceof Error)) return JSON.stringify(value) ?? '';
	return Object.getOwnPropertyNames(value)
		.map((name) => everythingIn((value as unknown as Record<string, unknown>)[name]))
		.join('\n');
}
