import type { DisabledWebhook } from '../auth/payloads';
import { halfJitter } from '../timing/backoff';
import type { CancelTimer, Clock } from '../timing/clock';
import type { SpectrumError } from '../errors/SpectrumError';
import { delay } from '../timing/waiting';
import { isPassing, settle } from './patience';
import type { ListedWebhook, WebhookRegistry } from './registry';

/** What was found wrong with a webhook that should bring something. */
export type Finding =
	/** It was disabled, and is enabled again. */
	| { readonly what: 'enabledAgain'; readonly disabled: DisabledWebhook }
	/** It is disabled and stays so: a person wanted that, or it could not be enabled. */
	| { readonly what: 'disabled'; readonly disabled: DisabledWebhook; readonly error?: SpectrumError }
	/** It is not registered any more. */
	| { readonly what: 'gone'; readonly webhookId: string }
	/** Nobody can tell: the control plane refuses the question. */
	| { readonly what: 'unknown'; readonly error: SpectrumError };

/** A node whose webhook is looked after. */
export interface WatchedNode {
	readonly registry: WebhookRegistry;
	/** Of the webhook that it keeps now; undefined where it keeps none. */
	webhookId(): string | undefined;
	/** Told of each finding once, and again after all was well in between. Must not throw. */
	report(finding: Finding): void;
}

/** Between two looks, in milliseconds. */
export const betweenLooks = 5 * 60_000;

/** Between two calls, in milliseconds: a project is allowed five in a second, and others call, too. */
export const betweenCalls = 250;

/**
 * Looks from time to time whether the webhooks of active nodes are still registered and enabled: n8n asks that at an
 * activation only, and Spectrum disables a webhook after failures. One look serves all nodes of a credential.
 */
export class WebhookWatches {
	private readonly ofCredentials = new Map<string, CredentialWatch>();

	constructor(
		private readonly clock: Clock,
		/** Gives a number from 0 up to, not including, 1. */
		private readonly random: () => number = Math.random,
	) {}

	/**
	 * Looks after a node's webhook until the answer is called. A node that is watched twice is watched by the newer one.
	 * @param credential credentials that differ in anything share nothing
	 */
	watch(credential: string, node: string, watched: WatchedNode): () => void {
		const watch = this.ofCredentials.get(credential) ?? new CredentialWatch(this.clock, this.random);
		this.ofCredentials.set(credential, watch);
		watch.add(node, watched);
		return () => {
			watch.remove(node, watched);
			if (watch.isEmpty && this.ofCredentials.get(credential) === watch) this.ofCredentials.delete(credential);
		};
	}
}

class CredentialWatch {
	private readonly nodes = new Map<string, WatchedNode>();
	/** What was reported last of each node, and still holds. */
	private readonly said = new Map<WatchedNode, Finding['what']>();
	private cancelLook: CancelTimer = () => {};
	private stop = new AbortController();

	constructor(
		private readonly clock: Clock,
		private readonly random: () => number,
	) {}

	get isEmpty(): boolean {
		return this.nodes.size === 0;
	}

	add(node: string, watched: WatchedNode): void {
		const wasEmpty = this.isEmpty;
		this.nodes.set(node, watched);
		if (!wasEmpty) return;
		this.stop = new AbortController();
		// Several n8n that were started together do not look together.
		this.lookLater(halfJitter(betweenLooks, this.random));
	}

	remove(node: string, watched: WatchedNode): void {
		if (this.nodes.get(node) !== watched) return;
		this.nodes.delete(node);
		this.said.delete(watched);
		if (!this.isEmpty) return;
		this.cancelLook();
		this.stop.abort();
	}

	private lookLater(milliseconds: number): void {
		const { signal } = this.stop;
		this.cancelLook = this.clock.after(milliseconds, () => {
			void this.look(signal).then(() => {
				if (!signal.aborted) this.lookLater(betweenLooks);
			});
		});
	}

	/** Never rejects. */
	private async look(signal: AbortSignal): Promise<void> {
		const [any] = this.nodes.values();
		if (any === undefined) return;
		const asked = [...this.nodes].map(([node, watched]) => ({ node, watched, id: watched.webhookId() }));
		const listed = await settle(() => any.registry.list());
		for (const { node, watched, id } of asked) {
			// What was registered meanwhile may not be in this list.
			if (id === undefined || this.nodes.get(node) !== watched || watched.webhookId() !== id) continue;
			if (listed.ok) await this.judge(watched, id, listed.value, signal);
			else if (!isPassing(listed.error)) this.tell(watched, { what: 'unknown', error: listed.error });
		}
	}

	private async judge(watched: WatchedNode, id: string, listed: readonly ListedWebhook[], signal: AbortSignal): Promise<void> {
		const there = listed.find((webhook) => webhook.id === id);
		if (there === undefined) return this.tell(watched, { what: 'gone', webhookId: id });
		const { disabled } = there;
		if (disabled === undefined) {
			this.said.delete(watched);
			return;
		}
		if (disabled.reason === 'manual') return this.tell(watched, { what: 'disabled', disabled });
		const enabling = await settle(async () => {
			await delay(betweenCalls, this.clock, signal);
			await watched.registry.enable(id);
		});
		if (signal.aborted) return;
		if (!enabling.ok) return this.tell(watched, { what: 'disabled', disabled, error: enabling.error });
		this.said.delete(watched);
		watched.report({ what: 'enabledAgain', disabled });
	}

	private tell(watched: WatchedNode, finding: Finding): void {
		if (this.said.get(watched) === finding.what) return;
		this.said.set(watched, finding.what);
		watched.report(finding);
	}
}
