import type { ITriggerFunctions } from 'n8n-workflow';
import type { Clock } from '../shared/domain/clock';
import { EventStreams } from '../shared/gateway/eventStreams';
import { readConnection } from '../shared/n8n/credentials';
import { readAttachmentSettings } from '../shared/n8n/fields/triggerAttachments';
import { httpPort } from '../shared/n8n/http';
import { LogHost } from './logHost';
import { readLogSettings, type LogSettings } from './settings';

/** The logs of a node's credential, and what its workflow wants of them. */
export interface OpenLog {
	readonly settings: LogSettings;
	readonly streams: EventStreams;
	readonly host: LogHost;
}

/** Reads credential and parameters. `keep`: see `LogHostOptions`. */
export async function openLog(context: ITriggerFunctions, clock: Clock, keep: () => void): Promise<OpenLog> {
	const settings = readLogSettings(context);
	const attachments = readAttachmentSettings(context);
	const connection = await readConnection(context);
	const streams = new EventStreams(connection, () => ({
		http: httpPort(context.helpers),
		onWarning: (message) => context.logger.warn(message),
	}));
	const host = new LogHost({
		context,
		connection,
		account: streams.identity,
		settings,
		...(attachments === undefined ? {} : { attachments }),
		clock,
		keep,
	});
	return { settings, streams, host };
}
