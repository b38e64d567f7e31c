import { InterceptingCall, status as statusNumbers, type Interceptor, type Metadata } from '@grpc/grpc-js';

/** What came back for one call, which grpc-js's error alone does not tell. */
export class Observation {
	/** Any header, or a status of the server's own. */
	headersArrived = false;
	/** A message of the answer. */
	messageArrived = false;
	/** The server said that all went well. */
	saidOk = false;
	private contentType: string | undefined;

	constructor(private readonly onHeaders: () => void = () => {}) {}

	/** Goes into the options of the call. */
	readonly interceptor: Interceptor = (options, nextCall) =>
		new InterceptingCall(nextCall(options), {
			start: (metadata, _listener, next) =>
				next(metadata, {
					onReceiveMetadata: (headers, pass) => {
						this.headersArrived = true;
						this.contentType = contentTypeOf(headers);
						this.onHeaders();
						pass(headers);
					},
					onReceiveMessage: (message: unknown, pass: (message: unknown) => void) => {
						// Null is the end of the messages.
						this.messageArrived ||= message !== null;
						pass(message);
					},
					onReceiveStatus: (status, pass) => {
						this.saidOk = status.code === statusNumbers.OK;
						// A status without headers before it carries theirs; one that grpc-js made itself carries nothing.
						if (!this.headersArrived) this.contentType = contentTypeOf(status.metadata);
						pass(status);
					},
				}),
		});

	/** Set when what answered did not call its answer gRPC, as every gRPC server must. */
	foreign(trailers: Readonly<Record<string, string>>): { readonly contentType?: string } | undefined {
		const hasAnswered = this.headersArrived || Object.keys(trailers).length > 0;
		const { contentType } = this;
		if (!hasAnswered || contentType?.toLowerCase().startsWith('application/grpc') === true) return undefined;
		return contentType === undefined ? {} : { contentType };
	}
}

function contentTypeOf(metadata: Metadata): string | undefined {
	const [value] = metadata.get('content-type');
	return typeof value === 'string' && value !== '' ? value : undefined;
}
