import { Simulator, startWeb, type SimulatorOptions, type Web } from '../../src';
import type { JournalEntry } from '../../src/web/panel/journal';
import type { PanelState } from '../../src/web/panel/state';

/** The control panel as its page uses it: real HTTP, from the page's own address. */
export interface OpenPanel {
	readonly spectrum: Simulator;
	readonly web: Web;
	/** What stands now. */
	look(): Promise<{ readonly panel: PanelState; readonly journal: readonly JournalEntry[]; readonly now: number }>;
	/** An action; the answer is what it says. Rejects with the refusal. */
	act(path: string, body?: unknown): Promise<string>;
	/** Resolves with the first telling of a change that fits, from the one that comes when the page opens. */
	told(fits: (panel: PanelState) => boolean): Promise<PanelState>;
	/** As `told`, for any event of the page. */
	heard<Data>(event: string, fits: (data: Data) => boolean): Promise<Data>;
	close(): Promise<void>;
}

export async function openPanel(options: SimulatorOptions = {}): Promise<OpenPanel> {
	const spectrum = await Simulator.start({ tls: false, ...options });
	const web = await startWeb(spectrum);
	const origin = web.url.slice(0, -1);
	return {
		spectrum,
		web,
		look: async () => (await (await fetch(`${origin}/panel`)).json()) as Awaited<ReturnType<OpenPanel['look']>>,
		act: async (path, body = {}) => {
			const response = await fetch(`${origin}/panel/${path}`, {
				method: 'POST',
				headers: { origin, 'content-type': 'application/json' },
				body: JSON.stringify(body),
			});
			const answer = (await response.json()) as { readonly message: string; readonly error?: string };
			if (!response.ok) throw new Error(answer.error);
			return answer.message;
		},
		told: async (fits) => await firstTelling(origin, 'panel', fits),
		heard: async (event, fits) => await firstTelling(origin, event, fits),
		close: async () => {
			await web.close();
			await spectrum.stop({ disconnectClients: true });
		},
	};
}

async function firstTelling<Data>(origin: string, wanted: string, fits: (data: Data) => boolean): Promise<Data> {
	const leaving = new AbortController();
	const response = await fetch(`${origin}/events`, { signal: leaving.signal });
	let text = '';
	try {
		for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
			text += Buffer.from(chunk).toString('utf8');
			const events = text.split('\n\n');
			text = events.pop() ?? '';
			for (const event of events) {
				const [, name, data] = /^event: (\w+)\ndata: (.*)$/m.exec(event) ?? [];
				if (name !== wanted || data === undefined) continue;
				const value = JSON.parse(data) as Data;
				if (fits(value)) return value;
			}
		}
	} finally {
		leaving.abort();
	}
	throw new Error('The stream of the page has ended');
}
