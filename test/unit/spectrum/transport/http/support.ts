import { HttpTransport } from '../../../../../nodes/shared/spectrum/transport/http/HttpTransport';
import type { Clock } from '../../../../../nodes/shared/spectrum/timing/clock';
import type { SpectrumError } from '../../../../../nodes/shared/spectrum/errors/SpectrumError';
import type { HttpTarget, UnaryOptions } from '../../../../../nodes/shared/spectrum/transport/Transport';
import { sendTextMessage } from '../../../../../nodes/shared/spectrum/codec/messageSends';
import { getMessage } from '../../../../../nodes/shared/spectrum/codec/messageReads';
import { RecordingServer, type HttpAnswer } from '../../../../support/httpServer';
import { n8nHttp } from '../../../../support/n8nHttp';
import { Bench, failureOf } from '../support';

/** A secret that no output may contain. */
export const token = 'the-secret-token';

export const options: UnaryOptions = { token, deadlineMilliseconds: 20_000, http: n8nHttp(), idempotencyKey: 'key-1' };

/** Options of a read. */
export const reading: UnaryOptions = { token, deadlineMilliseconds: 20_000, http: n8nHttp() };

const message = { spaceId: 'any;-;+15551230001', text: 'Hi', clientMessageId: 'write-1' };

/** The message of an answer, as far as the codec needs it. */
export const sent = { message: { guid: 'message-1', content: { text: 'Hi' }, chatGuids: [] } };

/** A server of a test, and transports to it. Everything is closed at the end of the test. */
export class HttpBench extends Bench {
	async server(answer: HttpAnswer, ...rest: [Parameters<typeof RecordingServer.start>[1]?]): Promise<RecordingServer> {
		const server = await RecordingServer.start(answer, ...rest);
		this.onTearDown(async () => await server.stop());
		return server;
	}

	transport(target: HttpTarget, clock?: Clock): HttpTransport {
		const transport = new HttpTransport(target, clock);
		this.onTearDown(() => transport.close());
		return transport;
	}

	/** The error of a text that is sent to a server with this answer. */
	async refusal(answer: HttpAnswer, callOptions: Partial<UnaryOptions> = {}): Promise<SpectrumError> {
		return await refusalAt(this.transport({ baseUrl: (await this.server(answer)).url }), callOptions);
	}
}

export async function refusalAt(transport: HttpTransport, callOptions: Partial<UnaryOptions> = {}): Promise<SpectrumError> {
	return (await failureOf(sendText(transport, callOptions))) as SpectrumError;
}

export async function sendText(transport: HttpTransport, callOptions: Partial<UnaryOptions> = {}) {
	return await transport.unary(sendTextMessage, message, { ...options, ...callOptions });
}

export async function readMessage(transport: HttpTransport, callOptions: Partial<UnaryOptions> = {}) {
	return await transport.unary(getMessage, 'message-1', { ...reading, ...callOptions });
}
