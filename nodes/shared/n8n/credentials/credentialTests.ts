import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import type { Connection } from '../../spectrum/model/connection';
import { sharedPhone, type Line } from '../../spectrum/model/line';
import type { HttpPort } from '../../spectrum/net/http';
import { toSpectrumError } from '../../spectrum/errors/from';
import { SpectrumError } from '../../spectrum/errors/SpectrumError';
import { accountAddress, isOwn } from '../../spectrum/log/project/people';
import { Gateway } from '../../spectrum/gateway/Gateway';
import { isImessageEnabled, reportProject } from '../../spectrum/gateway/recipes/projectReport';
import { createPool, type PoolOptions } from '../../spectrum/gateway/pool/pool';
import { toCloudConnection, toSelfHostedConnection } from './credentials';
import { httpPort } from './http';
import { describeProject } from './projectSentences';

/** A message that cannot exist: that the server looked for it proves that the token was accepted. */
const absentMessage = '00000000-0000-0000-0000-000000000000';

/**
 * A person waits for the answer in front of the screen. A slow server has 10 s, and a broken connection is tried again
 * for 2 s, densely: gRPC itself dials again after up to 1.2 s, and an attempt has to come after that.
 */
const patience: PoolOptions['retry'] = { totalMilliseconds: 10_000, leastAttemptMilliseconds: 8_000, cap: 500 };

/** The functions that `testedBy` names in {@link spectrumCredentials}; every node offers them. */
export const credentialTests = {
	async testSpectrumCloud(this: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
		return await testConnection(this, () => toCloudConnection(credential.data ?? {}));
	},
	async testSpectrumSelfHosted(this: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
		return await testConnection(this, () => toSelfHostedConnection(credential.data ?? {}));
	},
};

async function testConnection(
	context: ICredentialTestFunctions,
	readConnection: () => Connection,
): Promise<INodeCredentialTestResult> {
	// A pool of its own: the running workflows' tokens must not make a wrong secret look right.
	const pool = createPool({ retry: patience });
	const http = httpPort(context.helpers);
	let connection: Connection | undefined;
	try {
		connection = readConnection();
		const gateway = new Gateway(connection, { http }, pool);
		const lines = await gateway.lines();
		for (const line of lines) {
			const error = (await refusalOf(gateway, line)) ?? (connection.kind === 'selfHosted' ? await doubtOf(gateway, line) : undefined);
			if (error !== undefined) return failure(error, lines.length > 1 ? `Line ${line.phone}: ` : '');
		}
		if (connection.kind === 'selfHosted') return { status: 'OK', message: `Connected to your own server. Lines: ${lines.map((line) => line.phone).join(', ')}` };
		const plan = await gateway.plan();
		return { status: 'OK', message: describeProject(plan, lines, await reportProject(connection, http, plan)) };
	} catch (caught) {
		return failure(await explained(toSpectrumError(caught), connection, http));
	} finally {
		pool.close();
	}
}

/** Calls a line as the nodes do; undefined when it accepted the token. */
async function refusalOf(gateway: Gateway, line: Line): Promise<SpectrumError | undefined> {
	try {
		await gateway.messages.get(line.id, absentMessage);
		return undefined;
	} catch (caught) {
		const error = toSpectrumError(caught);
		return reachedTheServer(error) ? undefined : error;
	}
}

/** So many of a line's messages tell whose they are. */
const messagesLookedAt = 20;

/**
 * Whether the number in the credential seems to be another's. Nothing on the wire lists a server's lines, but its
 * messages name the address that they came to or went out from. Those of the other kind, numbers or e-mail addresses, do
 * not count: an account has both.
 */
async function doubtOf(gateway: Gateway, { id, phone }: Line): Promise<SpectrumError | undefined> {
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
		// A server that lists nothing is asked nothing: it has accepted the token.
		return undefined;
	}
	if (own.size === 0) return undefined;
	return new SpectrumError({
		kind: 'invalid',
		message: `The server answers, but its messages belong to ${[...own].slice(0, 3).join(', ')}, and not to ${phone}`,
		advice: 'Is "Phone" in the credential the number of this server? If it is, as after a change of number, save the credential all the same.',
	});
}

/** A refusal by the project itself may have several reasons: the platforms tell whether iMessage is the one. */
async function explained(error: SpectrumError, connection: Connection | undefined, http: HttpPort): Promise<SpectrumError> {
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
 * Any answer about the message itself means that the token was good. Only an answer of the server counts, and that has a
 * status of gRPC: what was refused before anything was asked has none.
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
