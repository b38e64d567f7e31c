import { isFromMiddleware } from '../errors/fromMiddleware';
import type { Foreign } from '../errors/fromGrpc';
import { InterceptingCall, status as statusNumbers, type Interceptor, type Metadata } from '@grpc/grpc-js';

/** What has arrived for one call. The error of grpc-js does not contain it. */
export class Observation {
	/** The headers of the answer have arrived. */
	headersArrived = false;
	/** A message of the answer has arrived. */
	messageArrived = false;
	/** The status of the call is OK. */
	isStatusOk = false;
	private contentType: string | undefined;
	private isHttpServer = false;

	constructor(private readonly onHeaders: () => void = () => {}) {}

	/** To be passed in the options of the call. */
	readonly interceptor: Interceptor = (options, nextCall) =>
		new InterceptingCall(nextCall(options), {
			start: (metadata, _listener, next) =>
				next(metadata, {
					onReceiveMetadata: (headers, pass) => {
						this.headersArrived = true;
						this.noteHeaders(headers);
						this.onHeaders();
						pass(headers);
					},
					onReceiveMessage: (message: unknown, pass: (message: unknown) => void) => {
						// Null marks the end of the messages.
						this.messageArrived ||= message !== null;
						pass(message);
					},
					onReceiveStatus: (status, pass) => {
						this.isStatusOk = status.code === statusNumbers.OK;
						// A status without earlier headers carries their fields. A status that grpc-js made itself carries none.
						if (!this.headersArrived) this.noteHeaders(status.metadata);
						pass(status);
					},
				}),
		});

	/** Present when the answer does not have the content type that every gRPC server must send: something else answered. */
	foreign(trailers: Readonly<Record<string, string>>): Foreign | undefined {
		const hasAnswered = this.headersArrived || Object.keys(trailers).length > 0;
		const { contentType } = this;
		if (!hasAnswered || contentType?.toLowerCase().startsWith('application/grpc') === true) return undefined;
		return { ...(contentType === undefined ? {} : { contentType }), isHttpServer: this.isHttpServer };
	}

	private noteHeaders(headers: Metadata): void {
		this.contentType = contentTypeOf(headers);
		this.isHttpServer = isFromMiddleware(headers.getMap() as Record<string, string>);
	}
}

function contentTypeOf(metadata: Metadata): string | undefined {
	const [value] = metadata.get('content-type');
	return typeof value === 'string' && value !== '' ? value : undefined;
}
