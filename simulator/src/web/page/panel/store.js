import { get, on } from '../connection.js';

/** What the simulator last said of itself. Kept while the panel is hidden, so that it shows at once. */
export const panelStore = {
	/** @type {any} */
	state: undefined,
	/** @type {any[]} */
	journal: [],
	/** What there is to choose from; comes once. */
	choices: {
		methods: /** @type {string[]} */ ([]),
		codes: /** @type {string[]} */ ([]),
		proxyAnswers: /** @type {{ status: number, name: string }[]} */ ([]),
		help: { sentences: /** @type {any[]} */ ([]), limits: '' },
	},
	/** @type {Set<() => void>} */
	listeners: new Set(),
	/** The simulator's time, told at `toldAt` of the browser's own clock. */
	told: { now: Date.now(), at: performance.now() },

	/** The simulator's time now, in milliseconds since the epoch. */
	get now() {
		return this.told.now + (this.state?.clock.isPaused ? 0 : performance.now() - this.told.at);
	},
};

function changed() {
	for (const listener of panelStore.listeners) listener();
}

on('now', (now) => {
	panelStore.told = { now, at: performance.now() };
	changed();
});
on('panel', (state) => {
	panelStore.state = state;
	changed();
});
on('journal', (journal) => {
	panelStore.journal = journal;
	changed();
});

/** Asks once for what there is to choose from. */
export async function loadChoices() {
	if (panelStore.choices.codes.length > 0) return;
	panelStore.choices = await get('/panel/choices');
	changed();
}
