import type { Question } from '../../shared/spectrum/answers/question';

/** The longest free text that the page takes, in characters. */
export const longestText = 5_000;

/** The longest title of a page, which a link preview shows. */
const longestTitle = 100;

/** The names of the fields that the page posts. */
export const pageFields = { choice: 'choice', text: 'text' } as const;

/** Readable on a phone, by day and by night. */
const style =
	'body{font:18px/1.4 system-ui,sans-serif;margin:0;padding:24px;background:#f2f2f7;color:#1c1c1e}main{max-width:32em;margin:auto}.words{white-space:pre-wrap;overflow-wrap:anywhere}form{display:grid;gap:12px}button,textarea{font:inherit;padding:12px;border-radius:12px;border:1px solid #c7c7cc;background:#fff;color:inherit}button{cursor:pointer;overflow-wrap:anywhere}@media(prefers-color-scheme:dark){body{background:#000;color:#f2f2f7}button,textarea{background:#1c1c1e;border-color:#48484a}}';

/** One page, and the status of its answer. */
export interface Page {
	readonly status: number;
	readonly html: string;
}

/** What was posted and is no answer. */
export interface Refused {
	readonly problem?: string;
	/** What was written, so that it is not lost. */
	readonly text?: string;
}

/**
 * Shows the question and its buttons. It decides nothing, because link previews, scanners and Messages itself open each
 * link.
 */
export function questionPage(words: string, { type, choices }: Question, { problem, text = '' }: Refused = {}): Page {
	const buttons = choices.map(({ text }, place) => `<button name="${pageFields.choice}" value="${place}">${escaped(text)}</button>`);
	const form =
		type === 'freeText'
			? `<textarea name="${pageFields.text}" maxlength="${longestText}" rows="4" required>${escaped(text)}</textarea><button>Send</button>`
			: buttons.join('');
	const note = problem === undefined ? '' : `<p role="alert">${escaped(problem)}</p>`;
	return {
		status: problem === undefined ? 200 : 400,
		html: page(words, `<p class="words">${escaped(words)}</p>${note}<form method="post">${form}</form>`),
	};
}

/** @param decision empty for an opt-out */
export function answeredPage(words: string, decision: string): Page {
	const shown = decision === '' ? '' : `<p>${escaped(decision)}</p>`;
	return { status: 200, html: page(words, `<p class="words">${escaped(words)}</p>${shown}<p>Thank you.</p>`) };
}

/** For a question that has its answer, is over, or never had this link. */
export const overPage: Page = {
	status: 410,
	html: page('Nothing to do', '<p>This question has been answered, or its time has run out.</p>'),
};

export const laterPage: Page = {
	status: 503,
	html: page('Try again', '<p>Your answer could not be saved. Go back and try again in a minute.</p>'),
};

/** No script runs, and nothing is loaded from elsewhere. The address holds a secret, so no other page may learn it. */
export const pageHeaders: Readonly<Record<string, string>> = {
	'Content-Type': 'text/html; charset=utf-8',
	'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	'Referrer-Policy': 'no-referrer',
	'Cache-Control': 'no-store',
	'X-Robots-Tag': 'noindex, nofollow',
	'X-Content-Type-Options': 'nosniff',
	'X-Frame-Options': 'DENY',
};

function page(title: string, body: string): string {
	const [firstLine = ''] = title.split('\n', 1);
	const shown = escaped([...firstLine].slice(0, longestTitle).join(''));
	return `<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${shown}</title><meta property="og:title" content="${shown}"><style>${style}</style></head><body><main>${body}</main></body></html>`;
}

function escaped(text: string): string {
	const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
	return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
