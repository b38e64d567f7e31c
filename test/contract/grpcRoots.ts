import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * The vendor's client cannot be given a certificate authority. grpc-js reads this variable once, when it is loaded,
 * and the file when the first secure channel opens: so this module must be imported before anything that loads grpc-js,
 * and the file filled before the first client connects.
 */
const directory = mkdtempSync(path.join(tmpdir(), 'spectrum-roots-'));
export const grpcRootsFile = path.join(directory, 'ca.pem');
process.env.GRPC_DEFAULT_SSL_ROOTS_FILE_PATH = grpcRootsFile;

export function removeGrpcRoots(): void {
	rmSync(directory, { recursive: true, force: true });
}
