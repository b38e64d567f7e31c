/** What every answer of the middleware carries; see contract 9.4. */
export function middlewareMarks(requestId: string): Record<string, string> {
	return { 'x-spectrum-middleware': 'simulator', 'x-request-id': requestId };
}
