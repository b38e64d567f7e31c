/** Packs what was built into release/package.tgz, the one file that a release tests and publishes: `npm run pack:release`. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

const folder = 'release';
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
execFileSync('npm', ['pack', '--pack-destination', folder], { stdio: 'inherit' });
const [tarball] = readdirSync(folder);
if (tarball === undefined) throw new Error('npm pack made no tarball');
renameSync(path.join(folder, tarball), path.join(folder, 'package.tgz'));
