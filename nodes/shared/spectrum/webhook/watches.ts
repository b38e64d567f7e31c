import type { DisabledWebhook } from '../auth/payloads';
import { halfJitter } from '../timing/backoff';
import type { CancelTimer, Clock } from '../timing/clock';
import type { SpectrumError } from '../errors/SpectrumError';
import { delay } from '../timing/waiting';
import { outcomeOf } from '../errors/outcome';
import { isPassingOrTimeout } from '../errors/passing';
import type { ListedWebhook, WebhookRegistry } from './registry';

/** A problem with a webhook that should bring deliveries. */
export type WebhookProblem =
	/** It was disabled, and has been enabled again. */
	| { readonly what: 'enabledAgain'; readonly disabled: DisabledWebhook }
	/** It is disabled and stays so, because a person disabled it or it could not be enabled. */
	| { readonly what: 'disabled'; readonly disabled: DisabledWebhook; readonly error?: SpectrumError }
	/** It is not registered any more. */
	| { readonly what: 'gone'; readonly webhookId: string }
	/** Its state is not known, because the control plane refuses to list the webhooks. */
	| { readonly what: 'unknown'; readonly error: SpectrumError };

/** A node whose webhook is watched. */
export interface WatchedNode {
	readonly registry: WebhookRegistry;
	/** Id of the webhook that the node has now. Undefined if it has none. */
	webhookId(): string | undefined;
	/** Receives each problem once, and again if all was well in between. Must not throw. */
	report(problem: WebhookProblem): void;
}

/** Between two checks of a credential, in milliseconds. */
export const betweenChecks = 5 * 60_000;

/** Between two calls, in milliseconds. A project may make five calls a second, and others make calls too. */
export const betweenCalls = 250;

/**
 * Checks from time to time whether the webhooks of active nodes are still registered and enabled. n8n itself checks only
 * at an activation, and Spectrum disables a webhook after failures. One check serves all nodes of a credential.
 */
export class WebhookWatches {
	private readonly ofCredentials = new Map<string, CredentialWatch>();

	constructor(
		private readonly clock: Clock,
		/** Gives a number from 0 up to, not including, 1. */
		private readonly random: () => number = Math.random,
	) {}

	/**
	 * Watches a node's webhook until the returned function is called. A second call for the same node replaces the first.
	 *
	 * @param credential identifies the credential and all of its fields; nodes with the same one share their checks
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
	/** The last problem reported for each node that is still true. */
	private readonly reported = new Map<WatchedNode, WebhookProblem['what']>();
	private cancelCheck: CancelTimer = () => {};
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
		// Several n8n that were started together must not check together.
		this.checkLater(halfJitter(betweenChecks, this.random));
	}

	remove(node: string, watched: WatchedNode): void {
		if (this.nodes.get(node) !== watched) return;
		this.nodes.delete(node);
		this.reported.delete(watched);
		if (!this.isEmpty) return;
		this.cancelCheck();
		this.stop.abort();
	}

	private checkLater(milliseconds: number): void {
		const { signal } = this.stop;
		this.cancelCheck = this.clock.after(milliseconds, () => {
			void this.check(signal).then(() => {
				if (!signal.aborted) this.checkLater(betweenChecks);
			});
		});
	}

	/** Never rejects. */
	private async check(signal: AbortSignal): Promise<void> {
		const [any] = this.nodes.values();
		if (any === undefined) return;
		const due = [...this.nodes].map(([node, watched]) => ({ node, watched, id: watched.webhookId() }));
		const listed = await outcomeOf(() => any.registry.list());
		for (const { node, watched, id } of due) {
			// A webhook that was registered in the meantime may be missing from this list.
			if (id === undefined || this.nodes.get(node) !== watched || watched.webhookId() !== id) continue;
			if (listed.ok) await this.judge(watched, id, listed.value, signal);
			else if (!isPassingOrTimeout(listed.error)) this.reportOnce(watched, { what: 'unknown', error: listed.error });
		}
	}

	private async judge(watched: WatchedNode, id: string, listed: readonly ListedWebhook[], signal: AbortSignal): Promise<void> {
		const there = listed.find((webhook) => webhook.id === id);
		if (there === undefined) return this.reportOnce(watched, { what: 'gone', webhookId: id });
		const { disabled } = there;
		if (disabled === undefined) {
			this.reported.delete(watched);
			return;
		}
		if (disabled.reason === 'manual') return this.reportOnce(watched, { what: 'disabled', disabled });
		const enabling = await outcomeOf(async () => {
			await delay(betweenCalls, this.clock, signal);
			await watched.registry.enable(id);
		});
		if (signal.aborted) return;
		if (!enabling.ok) return this.reportOnce(watched, { what: 'disabled', disabled, error: enabling.error });
		this.reported.delete(watched);
		watched.report({ what: 'enabledAgain', disabled });
	}

	private reportOnce(watched: WatchedNode, problem: WebhookProblem): void {
		if (this.reported.get(watched) === problem.what) return;
		this.reported.set(watched, problem.what);
		watched.report(problem);
	}
}
