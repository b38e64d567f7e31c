import type { IHookFunctions, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';
import { nodeIdentity } from '../../shared/n8n/memory/nodeIdentity';
import { valueOfNode } from '../../shared/n8n/memory/staticData';
import { asFields } from '../../shared/spectrum/values/json';
import { asKeptWebhook, latest, type KeptWebhook } from '../../shared/spectrum/webhook/keptWebhook';

/** The address of the active workflow, or of the listening editor. Neither registration may replace the other. */
export type Purpose = 'production' | 'test';

type Context = IHookFunctions | ITriggerFunctions | IWebhookFunctions;

/** One {@link KeptWebhook} for each purpose. */
const storedWebhooks = valueOfNode('webhooks', (stored): Partial<Record<Purpose, KeptWebhook>> => {
	const { production, test } = asFields(stored) ?? {};
	return { production: asKeptWebhook(production), test: asKeptWebhook(test) };
});

/**
 * The registrations of all trigger nodes, as stored and as this process remembers them. The later one counts, because the
 * stored one can be out of date: a long execution that ends after a new registration writes back the data from its own
 * start, and n8n stores nothing if an activation fails after this node has registered.
 */
export class KeptWebhooks {
	private readonly remembered = new Map<string, KeptWebhook>();

	read(context: Context, purpose: Purpose): KeptWebhook | undefined {
		return latest(storedWebhooks.read(context)[purpose], this.remembered.get(scopeOf(context, purpose)));
	}

	write(context: Context, purpose: Purpose, kept: KeptWebhook | undefined): void {
		const key = scopeOf(context, purpose);
		if (kept === undefined) this.remembered.delete(key);
		else this.remembered.set(key, kept);
		const all = { ...storedWebhooks.read(context), [purpose]: kept };
		const isEmpty = all.production === undefined && all.test === undefined;
		storedWebhooks.write(context, isEmpty ? undefined : all);
	}

	/** Restores a registration that an older writer has overwritten. Changes nothing when the stored one is the latest. */
	restore(context: Context, purpose: Purpose): void {
		const kept = this.read(context, purpose);
		if (kept !== undefined && storedWebhooks.read(context)[purpose]?.since !== kept.since) this.write(context, purpose, kept);
	}

	/**
	 * Which webhook n8n wants removed. n8n names only its address. The host may have changed since the registration, with
	 * n8n's setting for it, and so may a path in this setting, so the end of the path decides.
	 */
	purposeAt(context: Context, url: string): Purpose | undefined {
		const path = pathOf(url);
		return (['test', 'production'] as const).find((purpose) => {
			const kept = this.read(context, purpose);
			if (kept === undefined) return false;
			const keptPath = pathOf(kept.url);
			return path.endsWith(keptPath) || keptPath.endsWith(path);
		});
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
