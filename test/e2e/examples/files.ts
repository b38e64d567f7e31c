import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { picture } from '../../contract/pictures';
import { samplePage } from '../../support/samplePage';
import { m4a } from '../../support/sounds';

/** What stands at the addresses of the examples. */
const files: Readonly<Record<string, { readonly type: string; readonly bytes: Buffer }>> = {
	'/picture.jpg': { type: 'image/jpeg', bytes: picture('jpeg') },
	'/background.jpg': { type: 'image/jpeg', bytes: picture('jpeg') },
	'/photo.heic': { type: 'image/heic', bytes: picture('heic') },
	'/photo.mov': { type: 'video/quicktime', bytes: Buffer.from('the film') },
	'/greeting.m4a': { type: 'audio/mp4', bytes: m4a },
	'/orders/17': { type: 'text/html', bytes: Buffer.from(samplePage) },
	'/sticker.png': { type: 'image/png', bytes: picture('png') },
	'/team.png': { type: 'image/png', bytes: picture('png') },
};

export function fileAt(path: string): Buffer {
	const file = files[path];
	if (file === undefined) throw new Error(`No example names ${path}`);
	return file.bytes;
}

/** Plays example.com. */
export class FileServer {
	private constructor(private readonly server: Server) {}

	static async start(): Promise<FileServer> {
		const server = createServer((request, response) => {
			const file = files[request.url ?? ''];
			if (file === undefined) response.writeHead(404).end();
			else response.writeHead(200, { 'content-type': file.type }).end(file.bytes);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new FileServer(server);
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
