import { rmSync } from 'node:fs';
import { keepsWork, workFolder } from './support/workFolder';

export default function globalTeardown(): void {
	if (!keepsWork()) rmSync(workFolder(), { recursive: true, force: true });
}
