import { SpectrumError } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import type { DisabledWebhook, NewWebhook } from '../../../../nodes/shared/spectrum/auth/payloads';
import type { ListedWebhook, WebhookRegistry } from '../../../../nodes/shared/spectrum/webhook/registry';

type Call = 'list' | 'register' | 'enable' | 'remove';

/** `before`: refused. `after`: done, and the answer is lost. */
interface Fault {
	readonly call: Call;
	readonly error: SpectrumError;
	readonly when: 'before' | 'after';
}

/** The control plane's webhooks: refuses an address that it has, shows a secret once, knows nobody's owner. */
export class FakeRegistry implements WebhookRegistry {
	readonly calls: string[] = [];
	readonly hooks: Array<ListedWebhook & { signingSecret: string }> = [];
	/** Whether it gives a secret of Standard Webhooks as well. */
	isNewer = false;
	/** How many lists do not show a new webhook yet. */
	listLag = 0;
	private readonly unlisted = new Map<string, number>();
	/** Runs after each call took effect: what others do meanwhile. */
	meanwhile: (call: Call) => void = () => undefined;
	private readonly faults: Fault[] = [];
	private made = 0;

	/** Somebody else's webhook, or one from before. */
	add(webhookUrl: string): string {
		const id = `hook-${++this.made}`;
		this.hooks.push({ id, webhookUrl, signingSecret: `secret-${this.made}` });
		return id;
	}

	fail(call: Call, error: SpectrumError, { when = 'before', times = 1 }: { when?: Fault['when']; times?: number } = {}): void {
		for (let count = 0; count < times; count++) this.faults.push({ call, error, when });
	}

	async list(): Promise<ListedWebhook[]> {
		return await this.perform('list', '', () => {
			const shown = this.hooks.filter(({ id }) => (this.unlisted.get(id) ?? 0) === 0);
			for (const [id, lists] of this.unlisted) this.unlisted.set(id, Math.max(0, lists - 1));
			return shown.map(({ id, webhookUrl, disabled }) => ({ id, webhookUrl, ...(disabled === undefined ? {} : { disabled }) }));
		});
	}

	async register(url: string): Promise<NewWebhook> {
		return await this.perform('register', url, () => {
			if (this.hooks.some(({ webhookUrl }) => webhookUrl === url)) throw failure('duplicate', 409);
			const id = this.add(url);
			this.unlisted.set(id, this.listLag);
			const standard = this.isNewer ? { standardSigningSecret: `whsec_${this.made}` } : {};
			return { id, signingSecret: `secret-${this.made}`, ...standard };
		});
	}

	/** What Spectrum does after failures, and a person in the dashboard. */
	disable(id: string, disabled: DisabledWebhook): void {
		this.set(id, disabled);
	}

	async enable(id: string): Promise<void> {
		await this.perform('enable', id, () => this.set(id, undefined));
	}

	private set(id: string, disabled: DisabledWebhook | undefined): void {
		const index = this.hooks.findIndex((hook) => hook.id === id);
		const hook = this.hooks[index];
		if (hook === undefined) throw failure('notFound', 404);
		this.hooks[index] = { ...hook, disabled };
	}

	async remove(id: string): Promise<void> {
		await this.perform('remove', id, () => {
			const index = this.hooks.findIndex((hook) => hook.id === id);
			if (index < 0) throw failure('notFound', 404);
			this.hooks.splice(index, 1);
		});
	}

	private async perform<Result>(call: Call, detail: string, effect: () => Result): Promise<Result> {
		this.calls.push(detail === '' ? call : `${call} ${detail}`);
		await Promise.resolve();
		const index = this.faults.findIndex((fault) => fault.call === call);
		const [fault] = index < 0 ? [] : this.faults.splice(index, 1);
		if (fault?.when === 'before') throw fault.error;
		const result = effect();
		this.meanwhile(call);
		if (fault !== undefined) throw fault.error;
		return result;
	}
}

/** A failure as the control plane's client classifies it. */
export function failure(kind: SpectrumError['kind'], status?: number, retryAfterMilliseconds?: number): SpectrumError {
	return new SpectrumError({
		kind,
		message: `failed with ${status ?? kind}`,
		advice: 'try again',
		...(status === undefined ? {} : { status: `HTTP ${status}` }),
		retryable: status === 429 || (status !== undefined && status >= 500),
		...(retryAfterMilliseconds === undefined ? {} : { retryAfterMilliseconds }),
	});
}

/** No answer at all. */
export function dropped(): SpectrumError {
	return new SpectrumError({ kind: 'unavailable', message: 'dropped', advice: 'try again', connectionFailed: true });
}
