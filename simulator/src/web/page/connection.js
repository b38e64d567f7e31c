/**
 * The page's line to the simulator: actions by POST, changes by server-sent events.
 */

/** How long the page waits before it asks once more for a stream that was refused, in milliseconds. */
const comesBackAfter = 2000;

/** @typedef {(data: any) => void} Listener */

/** @type {Map<string, Set<Listener>>} */
const listeners = new Map();
/** @type {EventSource | undefined} */
let source;

/**
 * Calls back on every event of that name; the answer stops it. `ready` comes whenever the stream is open and what
 * stands now has been sent, `lost` when it is cut.
 * @param {string} name
 * @param {Listener} listener
 * @returns {() => void}
 */
export function on(name, listener) {
	const all = listeners.get(name) ?? new Set();
	listeners.set(name, all.add(listener));
	if (source !== undefined && all.size === 1) hear(source, name);
	return () => all.delete(listener);
}

/**
 * Opens the stream, or opens it once more with another query, such as the phones to hear of.
 * @param {URLSearchParams} query
 */
export function connect(query) {
	source?.close();
	source = new EventSource(`/events?${query}`);
	const current = source;
	current.onerror = () => {
		tell('lost', undefined);
		// A browser comes back by itself after a cut, but not after a refusal, such as one page too many.
		if (current.readyState === EventSource.CLOSED) setTimeout(() => current === source && connect(query), comesBackAfter);
	};
	for (const name of listeners.keys()) hear(source, name);
}

/** @param {EventSource} stream @param {string} name */
function hear(stream, name) {
	if (name === 'lost') return;
	stream.addEventListener(name, (event) => tell(name, JSON.parse(/** @type {MessageEvent} */ (event).data)));
}

/** @param {string} name @param {any} data */
function tell(name, data) {
	for (const listener of listeners.get(name) ?? []) listener(data);
}

/**
 * @param {string} path
 * @returns {Promise<any>}
 */
export async function get(path) {
	return await answerOf(await fetch(path));
}

/**
 * Does something; rejects with what the simulator says when it refuses.
 * @param {string} path
 * @param {unknown} body
 * @returns {Promise<any>}
 */
export async function post(path, body = {}) {
	return await answerOf(await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }));
}

/**
 * Sends the bytes of a file.
 * @param {string} path
 * @param {Blob} file
 * @returns {Promise<any>}
 */
export async function upload(path, file) {
	return await answerOf(await fetch(path, { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: file }));
}

/** @param {Response} response */
async function answerOf(response) {
	if (response.status === 204) return undefined;
	const answer = await response.json();
	if (!response.ok) throw new Error(answer.error);
	return answer;
}
