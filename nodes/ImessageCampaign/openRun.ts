import { cutTo } from '../shared/spectrum/values/cut';
import type { IExecuteFunctions } from 'n8n-workflow';
import { readConnection } from '../shared/n8n/credentials/credentials';
import { accessOf } from '../shared/n8n/credentials/access';
import { noteConnection } from '../shared/n8n/run/runAccount';
import { SpectrumError } from '../shared/spectrum/errors/SpectrumError';
import { Gateway } from '../shared/spectrum/gateway/Gateway';
import type { ConnectionPool } from '../shared/spectrum/gateway/pool/pool';
import { CampaignLines } from '../shared/spectrum/gateway/recipes/campaign/lines';
import { parseAddress } from '../shared/spectrum/model/address/address';
import type { Line } from '../shared/spectrum/model/line';
import type { Clock } from '../shared/spectrum/timing/clock';

/** What a run takes from its surroundings. Tests replace it. */
export interface Surroundings {
	readonly clock: Clock;
	/** Gives a number from 0 up to, not including, 1. */
	readonly random: () => number;
	readonly pool: ConnectionPool;
}

/** The gateway of the whole list. A campaign has one credential, so that of the first item counts for all. */
export async function openGateway(context: IExecuteFunctions, pool: ConnectionPool): Promise<Gateway> {
	const connection = await readConnection(context, 0);
	noteConnection(context, connection);
	return new Gateway(connection, accessOf(context, context.getExecutionCancelSignal()), pool);
}

interface Wanted {
	/** Numbers or IDs of the lines that send. Empty or absent: all. */
	readonly lines?: readonly string[];
	/** Further words that count as an opt-out, in the form of `comparable`. */
	readonly ownWords: readonly string[];
	readonly clock: Clock;
}

/** The lines with their histories, read to this moment. */
export async function openLines(
	context: IExecuteFunctions,
	gateway: Gateway,
	{ lines: wanted = [], ownWords, clock }: Wanted,
): Promise<CampaignLines> {
	const isShared = (await gateway.plan()) === 'shared';
	const isSender = ({ id, phone }: Line): boolean => isShared || wanted.length === 0 || wanted.includes(phone) || wanted.includes(id);
	const lines = await CampaignLines.of(gateway, isSender, ownWords, clock);
	const known = new Set(lines.all.flatMap(({ line }) => [line.phone, line.id]));
	const unknown = isShared ? undefined : wanted.find((name) => !known.has(name));
	if (unknown !== undefined || lines.senders.length === 0) throw noSuchLine(unknown, lines);
	const { logger } = context;
	await lines.begin((line, messages) => {
		if (messages % 1_000 === 0) logger.info(`Node "${context.getNode().name}" has read ${messages} messages of the line ${line.phone}`);
	});
	return lines;
}

function noSuchLine(name: string | undefined, { all }: CampaignLines): SpectrumError {
	const phones = all.map(({ line }) => line.phone).join(', ');
	const shown = name === undefined || parseAddress(name).ok ? name : cutTo(name, 100);
	return new SpectrumError({
		kind: 'invalid',
		message:
			shown === undefined
				? 'The credential has no line to send from'
				: `The field "Lines" names a line that the credential does not have; found "${shown}"`,
		advice: phones === '' ? 'Add a line to the project in the Spectrum dashboard.' : `Use one or more of its lines: ${phones}`,
	});
}
