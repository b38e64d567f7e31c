import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageStream, WebPart } from './route';
import { WebError } from './route';

/** Pages that may listen at once. */
const mostPages = 32;
/** What may wait for a page that does not read; then it is cut, and its browser connects once more. */
const mostWaiting = 16 * 1024 * 1024;
const heartbeatMilliseconds = 15_000;

/** Server-sent events to every open page. */
export class EventStreams {
	private readonly open = new Set<ServerResponse>();

	constructor(private readonly parts: readonly WebPart[]) {}

	/** Answers a page with what stands now and what comes, until it goes. */
	connect(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
		if (this.open.size >= mostPages) throw new WebError(503, `More than ${mostPages} pages are open`);
		response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
		// The browser waits this long before it connects once more.
		response.write('retry: 500\n\n');
		this.open.add(response);
		const page: PageStream = {
			query,
			send: (event, data) => {
				if (response.destroyed) return;
				if (response.writableLength > mostWaiting) response.destroy();
				// JSON has no line breaks of its own: the data is one line.
				else response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
			},
		};
		const ends = this.parts.map((part) => part.follow(page));
		const beat = setInterval(() => response.write(': still here\n\n'), heartbeatMilliseconds);
		beat.unref();
		response.once('close', () => {
			clearInterval(beat);
			this.open.delete(response);
			for (const end of ends) end();
		});
		page.send('ready', {});
	}

	close(): void {
		for (const response of this.open) response.destroy();
	}
}
