import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { isByHttp, type Connection } from '../../spectrum/model/connection';
import { sharedPhone, type Line } from '../../spectrum/model/line';
import type { HttpPort } from '../../spectrum/net/http';
import { toSpectrumError } from '../../spectrum/errors/from';
import { SpectrumError } from '../../spectrum/errors/SpectrumError';
import { accountAddress, isOwn } from '../../spectrum/model/ownAddress';
import { Gateway } from '../../spectrum/gateway/Gateway';
import { isImessageEnabled, reportProject } from '../../spectrum/gateway/recipes/projectReport';
import { createPool, type PoolOptions } from '../../spectrum/gateway/pool/pool';
import { toCloudConnection, toSelfHostedConnection } from './credentials';
import { httpPort } from './http';
import { describeProject } from './projectSentences';

/** The ID of a message that cannot exist. A server that looks for it has accepted the token. */
const absentMessage = '00000000-0000-0000-0000-000000000000';

/**
 * A person waits for the result in front of the screen. A slow server has 10 s. A broken connection is retried for 2 s at
 * short intervals, because gRPC dials again after up to 1.2 s and a retry has to come after that.
 */
const testRetry: PoolOptions['retry'] = { totalMilliseconds: 10_000, leastAttemptMilliseconds: 8_000, cap: 500 };

export async function testCloud(context: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
	return await testConnection(context, () => toCloudConnection(credential.data ?? {}));
}

export async function testSelfHosted(context: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
	return await testConnection(context, () => toSelfHostedConnection(credential.data ?? {}));
}

async function testConnection(context: ICredentialTestFunctions, readConnection: () => Connection): Promise<INodeCredentialTestResult> {
	// A pool of its own: the running workflows' tokens must not make a wrong secret look right.
	const pool = createPool({ retry: testRetry });
	const http = httpPort(context.helpers);
	let connection: Connection | undefined;
	try {
		connection = readConnection();
		const gateway = new Gateway(connection, { http }, pool);
		const lines = await gateway.lines();
		for (const line of lines) {
			const error =
				(await refusalOf(gateway, line, connection)) ?? (connection.kind === 'selfHosted' ? await wrongPhoneOf(gateway, line) : undefined);
			if (error !== undefined) return failure(error, lines.length > 1 ? `Line ${line.phone}: ` : '');
		}
		if (connection.kind === 'selfHosted')
			return { status: 'OK', message: `Connected to your own server. Lines: ${lines.map((line) => line.phone).join(', ')}` };
		const plan = await gateway.plan();
		return { status: 'OK', message: describeProject(plan, lines, await reportProject(connection, http, plan)) };
	} catch (caught) {
		return failure(await withPlatformReason(toSpectrumError(caught), connection, http));
	} finally {
		pool.close();
	}
}

/** Calls a line as the nodes do. Undefined when the line accepted the token. */
async function refusalOf(gateway: Gateway, line: Line, connection: Connection): Promise<SpectrumError | undefined> {
	try {
		await gateway.messages.get(line.id, absentMessage);
		return undefined;
	} catch (caught) {
		const error = toSpectrumError(caught);
		if (!reachedTheServer(error)) return error;
		const isAboutLine = (error.kind === 'notFound' || error.kind === 'invalid') && error.code !== codeOfAbsent;
		return isByHttp(connection) && isAboutLine ? lineNotFound(error, connection) : undefined;
	}
}

/** What a line says of {@link absentMessage}. */
const codeOfAbsent = 'messageNotFound';

/** An HTTP server stands in front of the lines. When it finds no line, it refuses as if the message were wrong. */
function lineNotFound(error: SpectrumError, connection: Connection): SpectrumError {
	const names = connection.kind === 'cloud' ? '"Middleware Address"' : '"Server Address" and "Instance ID"';
	return new SpectrumError({
		...error,
		message: `The HTTP server answers, but not for this line: ${error.message}`,
		advice: `Check ${names} in the credential. A server with several lines needs to know which one to use.`,
		cause: error,
	});
}

/** Number of recent messages that are read to find the server's own address. */
const messagesLookedAt = 20;

/**
 * The error when the number in the credential seems to belong to another server. The wire has no list of a server's
 * lines, but each message names the own address that it came to or went out from. Only addresses of the same kind count,
 * numbers or email addresses, because an account has both.
 */
async function wrongPhoneOf(gateway: Gateway, { id, phone }: Line): Promise<SpectrumError | undefined> {
	if (phone === sharedPhone) return undefined;
	const own = new Set<string>();
	try {
		for await (const { ownAddress } of gateway.messages.listRecent(id, { limit: messagesLookedAt })) {
			const address = accountAddress(ownAddress);
			if (address === undefined || address.includes('@') !== phone.includes('@')) continue;
			if (isOwn(address, { id, phone })) return undefined;
			own.add(address);
		}
	} catch {
		// A server that cannot list messages is not checked further: it has accepted the token.
		return undefined;
	}
	if (own.size === 0) return undefined;
	return new SpectrumError({
		kind: 'invalid',
		message: `The server answers, but its messages belong to ${[...own].slice(0, 3).join(', ')}, and not to ${phone}`,
		advice:
			'Check that "Phone" in the credential is the number of this server. If it is, for example after a change of number, save the credential anyway.',
	});
}

/** A refusal by the project can have several reasons. The list of platforms shows whether iMessage is disabled. */
async function withPlatformReason(error: SpectrumError, connection: Connection | undefined, http: HttpPort): Promise<SpectrumError> {
	if (connection?.kind !== 'cloud' || error.status !== 'HTTP 403' || (await isImessageEnabled(connection, http)) !== false) return error;
	return new SpectrumError({
		...error,
		message: 'iMessage is not enabled for this project, so Spectrum Cloud gives it no token',
		advice: 'Enable iMessage on the Spectrum dashboard, under Platforms, then test the credential again.',
		cause: error,
	});
}

function failure(error: SpectrumError, where = ''): INodeCredentialTestResult {
	return { status: 'Error', message: `${where}${error.message}. ${error.advice}` };
}

/**
 * Whether the error shows that the token is good: any answer about the message itself does. Only an answer of the server
 * counts. It has a gRPC status; an error from before the call has none.
 */
function reachedTheServer(error: SpectrumError): boolean {
	if (error.status === undefined || error.status.startsWith('HTTP ')) return false;
	switch (error.kind) {
		case 'unsupported':
			// Any web server may answer that it has no such method.
			return error.status !== 'UNIMPLEMENTED';
		case 'notFound':
		case 'invalid':
		case 'quota':
		case 'duplicate':
			return true;
		case 'authentication':
		case 'permission':
		case 'tooLarge':
		case 'notSent':
		case 'unavailable':
		case 'timeout':
		case 'cancelled':
		case 'internal':
		case 'protocol':
			return false;
	}
}
