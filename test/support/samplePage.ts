import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page, and the card that Spectrum's own SDK makes of it. */
export const samplePage = `<!doctype html>
<html><head>
<title>Order 17 | Example</title>
<meta name="description" content="Not this one">
<meta property="og:title" content="Order 17 is on its way">
<meta property="og:description" content="Two books &amp; a &quot;pen&quot;">
<meta property="og:site_name" content="Example Shop">
</head><body><h1>Order 17</h1></body></html>`;

export const sampleCard = {
	appName: 'Spectrum',
	teamId: 'P8XT6232SL',
	extensionBundleId: 'codes.photon.Spectrum.MessagesExtension',
	appStoreId: '6777616651',
	layout: { caption: 'Order 17 is on its way', subcaption: 'Two books & a "pen"', summary: 'Order 17 is on its way' },
} as const;

/** A web server on this machine. */
export interface Web {
	/** `http://127.0.0.1:<port>`. */
	readonly base: string;
	/** Paths that were asked for, in their order. */
	readonly asked: readonly string[];
	close(): Promise<void>;
}

/** @param answer answers a request; by default with {@link samplePage} */
export async function startWeb(answer: (request: IncomingMessage, response: ServerResponse) => unknown = givePage): Promise<Web> {
	const asked: string[] = [];
	const server: Server = createServer((request, response) => {
		asked.push(request.url ?? '');
		answer(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function givePage(_request: IncomingMessage, response: ServerResponse): void {
	response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(samplePage);
}
