import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installLikeN8n } from './install/communityPackage';
import { generateOnce, packOurs } from './install/pack';
import { say } from '../../scripts/n8n/progress';
import { ourNodesIn, useWorkFolder } from './support/workFolder';

/**
 * The package as a user gets it: built, packed, and installed as n8n installs it. Once for the whole run.
 * IMESSAGE_E2E_TARBALL names a tarball to test instead, such as that of a release.
 */
export default async function globalSetup(): Promise<void> {
	const work = mkdtempSync(path.join(tmpdir(), 'imessage-e2e-'));
	useWorkFolder(work);
	const done = say('Packing and installing the package');
	await generateOnce();
	const tarball = process.env.IMESSAGE_E2E_TARBALL ?? (await packOurs(work));
	const nodes = ourNodesIn(work);
	mkdirSync(nodes, { recursive: true });
	await installLikeN8n(tarball, nodes);
	done();
}
