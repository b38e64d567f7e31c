import type { IHookFunctions, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';
import { nodeIdentity } from '../../shared/n8n/memory/nodeIdentity';
import { valueOfNode } from '../../shared/n8n/memory/staticData';
import { BoundedMap } from '../../shared/spectrum/timing/boundedMap';
import { asFields } from '../../shared/spectrum/values/json';
import { readStoredWebhook, latest, type StoredWebhook } from '../../shared/spectrum/webhook/storedWebhook';

/** The address of the active workflow, or of the listening editor. Neither registration may replace the other. */
export type Purpose = 'production' | 'test';

type Context = IHookFunctions | ITriggerFunctions | IWebhookFunctions;

/** One {@link StoredWebhook} for each purpose. */
const webhooksInData = valueOfNode('webhooks', (stored): Partial<Record<Purpose, StoredWebhook>> => {
	const { production, test } = asFields(stored) ?? {};
	return { production: readStoredWebhook(production), test: readStoredWebhook(test) };
});

/** Registrations that one process remembers: a removed one stays, and workflows come and go. */
const mostRemembered = 10_000;

/**
 * The registrations of all trigger nodes, as stored and as this process remembers them. The later one counts, because the
 * stored one can be out of date: a long execution that ends after a new registration writes back the data from its own
 * start, and n8n stores nothing if an activation fails after this node has registered.
 */
export class StoredWebhooks {
	private readonly remembered = new BoundedMap<StoredWebhook>(mostRemembered);

	read(context: Context, purpose: Purpose): StoredWebhook | undefined {
		return latest(webhooksInData.read(context)[purpose], this.remembered.get(scopeOf(context, purpose)));
	}

	write(context: Context, purpose: Purpose, stored: StoredWebhook | undefined): void {
		const key = scopeOf(context, purpose);
		if (stored === undefined) this.remembered.delete(key);
		else this.remembered.set(key, stored);
		const all = { ...webhooksInData.read(context), [purpose]: stored };
		const isEmpty = all.production === undefined && all.test === undefined;
		webhooksInData.write(context, isEmpty ? undefined : all);
	}

	/** Restores a registration that an older writer has overwritten. Changes nothing when the stored one is the latest. */
	restore(context: Context, purpose: Purpose): void {
		const stored = this.read(context, purpose);
		if (stored !== undefined && webhooksInData.read(context)[purpose]?.since !== stored.since) this.write(context, purpose, stored);
	}

	/**
	 * Which webhook n8n wants removed. n8n names only its address. The host may have changed since the registration, with
	 * n8n's setting for it, and so may a path in this setting, so the end of the path decides. The same path comes first: one
	 * of the two addresses may end like the other, because n8n's settings name their folders.
	 */
	purposeAt(context: Context, url: string): Purpose | undefined {
		const path = pathOf(url);
		const known = (['test', 'production'] as const).flatMap((purpose) => {
			const stored = this.read(context, purpose);
			return stored === undefined ? [] : [{ purpose, storedPath: pathOf(stored.url) }];
		});
		const same = known.find(({ storedPath }) => storedPath === path);
		return (same ?? known.find(({ storedPath }) => path.endsWith(storedPath) || storedPath.endsWith(path)))?.purpose;
	}
}

/** Whose address a call of n8n is about: the listening editor's, or the active workflow's. */
export function purposeOf(context: Pick<Context, 'getMode'>): Purpose {
	return context.getMode() === 'manual' ? 'test' : 'production';
}

/** A node's identity for one of its addresses. */
export function scopeOf(context: Context, purpose: Purpose): string {
	return nodeIdentity(context, purpose);
}

function pathOf(url: string): string {
	return URL.canParse(url) ? new URL(url).pathname : url;
}
