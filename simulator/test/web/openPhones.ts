import { Simulator, startWeb, type LineStore, type SimulatorOptions, type StoredChat, type Web } from '../../src';
import type { Person } from '../../src/web/phone/contacts';
import type { ItemView, MessageView, PhoneView, SpaceView } from '../../src/web/phone/views';

export const ada = '+15551234567';
export const ben = '+15557654321';
/** The direct space of Ada with any line. */
export const direct = `any;-;${ada}`;

/** What an action answers: what it has made. */
export interface Acted {
	readonly message: string;
	readonly space: string;
}

/** The phones as their page uses them: real HTTP, from the page's own address. */
export interface OpenPhones {
	readonly spectrum: Simulator;
	readonly web: Web;
	readonly line: LineStore;
	/** An action of Ada's on the first line. Rejects with the refusal, which begins with its status. */
	act(name: string, body?: object): Promise<Acted>;
	upload(name: string, type: string, bytes: Uint8Array): Promise<string>;
	/** What is in a conversation, by default Ada's own of the first line. */
	items(space?: string, phone?: string): Promise<readonly ItemView[]>;
	/** The last message there. */
	last(space?: string, phone?: string): Promise<MessageView>;
	/** The line says something in Ada's conversation, which is there already. */
	says(text: string, more?: Partial<Parameters<LineStore['send']>[1]>): string;
	close(): Promise<void>;
}

export async function openPhones(options: SimulatorOptions = {}): Promise<OpenPhones> {
	const spectrum = await Simulator.start({ plan: 'dedicated', tls: false, ...options });
	const web = await startWeb(spectrum);
	const origin = web.url.slice(0, -1);
	const line = spectrum.store();
	const answerOf = async <Answer>(response: Response): Promise<Answer> => {
		const text = await response.text();
		if (!response.ok) throw new Error(`${response.status}: ${(JSON.parse(text) as { error: string }).error}`);
		return (text === '' ? {} : JSON.parse(text)) as Answer;
	};
	const items: OpenPhones['items'] = async (space = direct, phone = ada) => {
		const query = new URLSearchParams({ phone, line: line.id, space });
		return (await answerOf<{ items: ItemView[] }>(await fetch(`${origin}/phone/history?${query.toString()}`))).items;
	};
	return {
		spectrum,
		web,
		line,
		items,
		act: async (name, body = {}) =>
			await answerOf<Acted>(
				await fetch(`${origin}/phone/${name}`, {
					method: 'POST',
					headers: { origin, 'content-type': 'application/json' },
					body: JSON.stringify({ phone: ada, line: line.id, ...body }),
				}),
			),
		upload: async (name, type, bytes) => {
			const url = `${origin}/phone/uploads?${new URLSearchParams({ name, type }).toString()}`;
			const response = await fetch(url, { method: 'POST', headers: { origin }, body: Buffer.from(bytes) });
			return (await answerOf<{ id: string }>(response)).id;
		},
		last: async (space, phone) => {
			const messages = (await items(space, phone)).filter((item) => item.kind === 'message');
			return messages[messages.length - 1] as MessageView;
		},
		says: (text, more = {}) => line.send(line.chats.get(direct) as StoredChat, { parts: [{ bubble: 0, text }], ...more }).guid,
		close: async () => {
			await web.close();
			await spectrum.stop({ disconnectClients: true });
		},
	};
}

interface InSpace {
	readonly phone: string;
	readonly line: string;
	readonly spaceId: string;
}

/** What the page is told, by name. */
export interface Tellings {
	readonly people: readonly Person[];
	readonly phone: { readonly phone: PhoneView; readonly spaces: readonly SpaceView[] };
	readonly space: InSpace & { readonly space: SpaceView | null };
	readonly item: InSpace & { readonly item: ItemView };
	readonly typing: InSpace & { readonly name: string; readonly isTyping: boolean };
	readonly ready: object;
}

/** A page that listens for phones. */
export class Listener {
	private readonly leaving = new AbortController();
	private readonly told: Array<{ readonly event: string; readonly data: unknown }> = [];
	private wake: () => void = () => undefined;
	private ended = false;

	private constructor() {}

	/** Resolves once everything that stands now has come. */
	static async open(web: Web, phones: readonly string[]): Promise<Listener> {
		const listener = new Listener();
		const query = new URLSearchParams(phones.map((phone): [string, string] => ['phone', phone]));
		const response = await fetch(`${web.url}events?${query.toString()}`, { signal: listener.leaving.signal });
		void listener.read(response.body as unknown as AsyncIterable<Uint8Array>);
		await listener.next('ready', () => true);
		return listener;
	}

	/** The first telling of that name that fits and was not given out yet; those before it are passed over. */
	async next<Name extends keyof Tellings>(event: Name, fits: (data: Tellings[Name]) => boolean = () => true): Promise<Tellings[Name]> {
		for (;;) {
			const index = this.told.findIndex((telling) => telling.event === event && fits(telling.data as Tellings[Name]));
			if (index >= 0) return this.told.splice(index, 1)[0]?.data as Tellings[Name];
			if (this.ended) throw new Error(`The stream ended before ${event}`);
			await new Promise<void>((resolve) => {
				this.wake = resolve;
			});
		}
	}

	/** The conversations of a phone when the page opened. */
	async spaces(phone: string): Promise<readonly SpaceView[]> {
		return (await this.next('phone', (data) => data.phone.address === phone)).spaces;
	}

	close(): void {
		this.leaving.abort();
	}

	private async read(body: AsyncIterable<Uint8Array>): Promise<void> {
		let text = '';
		try {
			for await (const chunk of body) {
				text += Buffer.from(chunk).toString('utf8');
				const events = text.split('\n\n');
				text = events.pop() ?? '';
				for (const one of events) {
					const [, event = '', data = ''] = /^event: (\S+)\ndata: (.*)$/m.exec(one) ?? [];
					if (event !== '') this.told.push({ event, data: JSON.parse(data) });
				}
				this.wake();
			}
		} catch {
			// The test has closed it, or the server has.
		}
		this.ended = true;
		this.wake();
	}
}
