/** An answer of the control plane, before it is sent. */
export interface RouteAnswer {
	readonly status: number;
	readonly body: string;
	readonly headers?: Readonly<Record<string, string>>;
}

export function succeed(data: unknown, status = 200): RouteAnswer {
	return { status, body: JSON.stringify({ succeed: true, data }) };
}

export function fail(status: number, message: string, code?: string): RouteAnswer {
	return { status, body: JSON.stringify({ succeed: false, code, message }) };
}
