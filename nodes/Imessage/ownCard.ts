import type { IDataObject } from 'n8n-workflow';
import { Gateway } from '../shared/spectrum/gateway/Gateway';
import type { OpenSpace } from '../shared/spectrum/gateway/openSpace';
import { ownCards } from '../shared/spectrum/gateway/recipes/ownCard';
import { accessOf } from '../shared/n8n/credentials/access';
import type { ItemRun } from '../shared/n8n/loop/itemLoop';
import { asOption, booleanParameter } from '../shared/n8n/parameters/parameters';
import { shareOwnCardOption } from './ownCardField';

/** How long an item waits for the card. */
const longestMilliseconds = 10_000;

/** What to do after the send of an item: share the card and say what became of it, or nothing. Read it before the send. */
export function readOwnCard({ context, itemIndex, connection, signal }: ItemRun): (space: OpenSpace) => Promise<IDataObject> {
	if (!booleanParameter(context, asOption(shareOwnCardOption), itemIndex, false)) return async () => await Promise.resolve({});
	return async (space) => {
		const limit = AbortSignal.timeout(longestMilliseconds);
		const access = accessOf(context, signal === undefined ? limit : AbortSignal.any([signal, limit]));
		const gateway = new Gateway(connection, access);
		return { ownCard: await ownCards.share({ connection, gateway, http: access.http, space }) };
	};
}
