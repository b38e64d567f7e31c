import { Mailbox } from '../../../simulator/src/mailbox';
import type { Simulator } from '../../../simulator/src';

/** Held apart from the imports, because the compiler's module resolution does not read the packages' `exports`. */
const modules = { core: 'spectrum-ts', imessage: 'spectrum-ts/providers/imessage' };

/** As far as the tests read it. */
export interface SdkMessage {
	readonly id: string;
	readonly direction?: string;
	readonly sender?: { readonly id: string };
	readonly content: Readonly<Record<string, unknown>> & { readonly type: string };
	readonly space: { readonly id: string; readonly phone?: string };
	react(emoji: string): Promise<SdkMessage>;
	reply(content: unknown): Promise<SdkMessage>;
	edit(content: unknown): Promise<void>;
	unsend(): Promise<void>;
}

export interface SdkSpace {
	readonly id: string;
	readonly type: string;
	readonly phone?: string;
	send(...content: unknown[]): Promise<SdkMessage>;
	read(message: SdkMessage): Promise<void>;
	startTyping(): Promise<void>;
	stopTyping(): Promise<void>;
	rename(name: string): Promise<void>;
	avatar(picture: Buffer | 'clear', options?: object): Promise<void>;
	add(...members: string[]): Promise<void>;
	remove(...members: string[]): Promise<void>;
	leave(): Promise<void>;
	background(picture: Buffer | 'clear', options?: object): Promise<void>;
	getMessage(id: string): Promise<SdkMessage | undefined>;
}

export interface SdkApp {
	readonly config?: { readonly slug?: string; readonly profile?: object };
	readonly messages: AsyncIterable<readonly [SdkSpace, SdkMessage]>;
	webhook(request: Request, handler: (space: SdkSpace, message: SdkMessage) => Promise<void> | void): Promise<Response>;
	stop(): Promise<void>;
}

/** Content builders: what they take is the SDK's own business. */
export type Builders = Readonly<Record<string, (...given: unknown[]) => unknown>>;

export interface Sdk {
	readonly app: SdkApp;
	/** `text`, `attachment`, `poll`, … */
	readonly content: Builders;
	/** `imessage(app)` and its own builders. */
	readonly imessage: Builders & {
		imessage(app: SdkApp): {
			space: { create(users: unknown, params?: object): Promise<SdkSpace>; get(id: string, params?: object): Promise<SdkSpace> };
			user(address: string): Promise<unknown>;
		};
	};
	/** A message as the next one not yet given out. Reading begins with the first call. */
	next(): Promise<SdkMessage>;
}

/** The vendor's SDK with the credentials of a simulator; see `Internet` for the way there. */
export async function startSdk(spectrum: Simulator, options: { readonly webhookSecret?: string } = {}): Promise<Sdk> {
	const content = (await import(modules.core)) as Builders;
	const imessage = (await import(modules.imessage)) as Sdk['imessage'] & { imessage: { config(): unknown } };
	const app = (await content.Spectrum?.({
		projectId: spectrum.projectId,
		projectSecret: spectrum.projectSecret,
		providers: [imessage.imessage.config()],
		options: { logLevel: 'silent' },
		...options,
	})) as SdkApp;
	const box = new Mailbox<SdkMessage>();
	let reading: Promise<void> | undefined;
	const read = async (): Promise<void> => {
		for await (const [, message] of app.messages) box.push(message);
		box.close(new Error('The stream is over'));
	};
	return {
		app,
		content,
		imessage,
		next: () => {
			reading ??= read();
			return box.next();
		},
	};
}
