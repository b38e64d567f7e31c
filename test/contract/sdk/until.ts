/** Resolves when it is so. For what the SDK does unasked, and tells nobody when it is done. */
export async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
