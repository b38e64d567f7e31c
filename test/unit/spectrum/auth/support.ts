import { CloudTokenSource } from '../../../../nodes/shared/spectrum/auth/CloudTokenSource';
import type { AuthContext } from '../../../../nodes/shared/spectrum/auth/TokenSource';
import type { CloudConnection } from '../../../../nodes/shared/spectrum/model/connection';
import type { HttpPort, HttpRequest, HttpResponse } from '../../../../nodes/shared/spectrum/net/http';
import type { LineInventory } from '../../../../nodes/shared/spectrum/model/line';
import { FakeClock } from '../../../support/fakeClock';

export const cloud: CloudConnection = {
	kind: 'cloud',
	projectId: 'project-1',
	projectSecret: 'the-project-secret',
	controlPlaneUrl: 'https://control.example.test',
	sharedAddress: 'shared.example.test:443',
	dedicatedAddressPattern: '{instanceId}.lines.example.test:443',
};

/** A 200 in the contract's envelope. */
export function success(data: unknown): HttpResponse {
	return { status: 200, headers: {}, body: { succeed: true, data } };
}

export function refusal(status: number, headers: Record<string, string> = {}): HttpResponse {
	return { status, headers, body: { succeed: false, message: 'no' } };
}

/** A control plane in memory. Answers wait until the test gives them, unless `answers` does. */
export class FakeControlPlane {
	readonly requests: HttpRequest[] = [];
	private readonly waiting: Array<{ resolve: (response: HttpResponse) => void; reject: (cause: unknown) => void }> = [];

	/** @param answers Called for each request with its number, from 1; without it the test answers by hand. */
	constructor(private readonly answers?: (number: number, request: HttpRequest) => HttpResponse) {}

	readonly http: HttpPort = async (request) => {
		this.requests.push(request);
		if (this.answers !== undefined) return await Promise.resolve(this.answers(this.requests.length, request));
		return await new Promise<HttpResponse>((resolve, reject) => this.waiting.push({ resolve, reject }));
	};

	/** Requests without an answer. */
	get open(): number {
		return this.waiting.length;
	}

	answer(response: HttpResponse): void {
		this.next().resolve(response);
	}

	fail(cause: unknown): void {
		this.next().reject(cause);
	}

	private next(): { resolve: (response: HttpResponse) => void; reject: (cause: unknown) => void } {
		const next = this.waiting.shift();
		if (next === undefined) throw new Error('No request is waiting for an answer');
		return next;
	}
}

/** A mint of the shared plan. */
export function shared(token: string, expiresIn = 3_600): HttpResponse {
	return success({ type: 'shared', token, expiresIn });
}
export function tokensOf(inventory: LineInventory): string[] {
	return inventory.lines.map(({ token }) => token);
}

/** A source whose mints answer token-1, token-2, … for an hour. */
export function automatic(expiresIn = 3_600) {
	const clock = new FakeClock();
	const plane = new FakeControlPlane((number) => shared(`token-${number}`, expiresIn));
	const source = new CloudTokenSource(cloud, clock);
	const context: AuthContext = { http: plane.http };
	const token = async () => tokensOf(await source.inventory(context))[0];
	return { clock, plane, source, context, token };
}

/** A source whose mints the test answers. */
export function manual() {
	const clock = new FakeClock();
	const plane = new FakeControlPlane();
	return { clock, plane, source: new CloudTokenSource(cloud, clock), context: { http: plane.http } };
}
