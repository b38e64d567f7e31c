import type { Socket } from 'node:net';

/** Resolves when nobody is at the other end any more. A reset ends a connection too, and `once` would take it for a failure. */
export async function whenClosed(socket: Socket): Promise<void> {
	if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
}
