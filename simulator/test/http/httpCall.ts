import type { SimulatedLine, Simulator } from '../../src';

export const alice = '+15551230001';
export const aliceSpace = `any;-;${alice}`;

export interface Request extends Omit<RequestInit, 'headers'> {
	/** Beside the token of the line; `null` leaves out what would be sent. */
	readonly headers?: Readonly<Record<string, string | null>>;
	readonly line?: SimulatedLine;
}

/** One request to the HTTP face, as no client of the vendor's would send it. */
export async function ask(
	spectrum: Simulator,
	path: string,
	{ headers = {}, line = spectrum.lines[0], ...request }: Request = {},
): Promise<Response> {
	const all = { authorization: `Bearer ${line?.token}`, ...headers };
	const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
	return await fetch(`${spectrum.httpUrl}${path}`, { redirect: 'manual', ...request, headers: given });
}

/** A call with a JSON body. */
export async function post(spectrum: Simulator, path: string, body: unknown, { headers, ...request }: Request = {}): Promise<Response> {
	return await ask(spectrum, path, {
		method: 'POST',
		body: typeof body === 'string' ? body : JSON.stringify(body),
		headers: { 'content-type': 'application/json', ...headers },
		...request,
	});
}

/** The contract's error, with what every answer carries. */
export interface ErrorAnswer {
	readonly status: number;
	readonly headers: Headers;
	readonly body: {
		readonly code: string;
		readonly message: string;
		readonly source: string;
		readonly errorCode?: string;
		readonly retryable: boolean;
		readonly context: Readonly<Record<string, string>>;
		readonly requestId: string;
	};
}

/** @throws when the answer is none that the contract allows */
export async function errorOf(answer: Promise<Response>): Promise<ErrorAnswer> {
	const { status, headers, ...response } = await answer.then(async (given) => ({
		status: given.status,
		headers: given.headers,
		text: await given.text(),
	}));
	const body = JSON.parse(response.text) as ErrorAnswer['body'];
	expect(headers.get('content-type')).toBe('application/json');
	expect(headers.get('x-spectrum-middleware')).not.toBeNull();
	expect(headers.get('x-request-id')).toBe(body.requestId);
	expect(body).toEqual({
		code: expect.stringMatching(/^[a-z_]+$/),
		message: expect.stringMatching(/./),
		source: expect.stringMatching(/^(upstream|spectrum-imessage|middleware)$/),
		...(body.errorCode === undefined ? {} : { errorCode: expect.stringMatching(/^\w+$/) }),
		retryable: expect.any(Boolean),
		context: expect.any(Object),
		requestId: expect.stringMatching(/^[\w-]+$/),
	});
	return { status, headers, body };
}
