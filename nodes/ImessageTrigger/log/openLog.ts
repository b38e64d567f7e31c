import type { ITriggerFunctions } from 'n8n-workflow';
import type { Clock } from '../../shared/spectrum/timing/clock';
import { EventStreams } from '../../shared/spectrum/gateway/eventStreams';
import type { ConnectionPool } from '../../shared/spectrum/gateway/pool/pool';
import { readConnection } from '../../shared/n8n/credentials/credentials';
import { readAttachmentSettings } from '../../shared/n8n/fields/triggerAttachments';
import { httpPort } from '../../shared/n8n/credentials/http';
import { LogHost } from './logHost';
import { readLogSettings, type LogSettings } from '../settings';
import { present } from '../../shared/spectrum/values/present';

/** The logs of a node's credential, and what its workflow wants from them. */
export interface OpenLog {
	readonly settings: LogSettings;
	readonly streams: EventStreams;
	readonly host: LogHost;
}

/** The clock and the connections for reading logs. */
export interface LogPorts {
	readonly clock: Clock;
	readonly pool: ConnectionPool;
}

/** Reads credential and parameters. `keep`: see `LogHostOptions`. */
export async function openLog(context: ITriggerFunctions, { clock, pool }: LogPorts, keep: () => void): Promise<OpenLog> {
	const settings = readLogSettings(context);
	const attachments = readAttachmentSettings(context);
	const connection = await readConnection(context);
	const access = () => ({ http: httpPort(context.helpers), onWarning: (message: string) => context.logger.warn(message) });
	const streams = new EventStreams(connection, access, pool);
	const host = new LogHost({
		context,
		connection,
		account: streams.identity,
		settings,
		...present({ attachments }),
		clock,
		pool,
		keep,
	});
	return { settings, streams, host };
}
