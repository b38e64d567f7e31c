import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseDeskState, type DeskState } from '../web/phone/deskState';
import { parseIdentity, type Identity } from './identity';

const identityFile = 'identity.json';
const deskFile = 'phones.json';

/** A folder that keeps a simulator between runs. It holds secrets: nobody but its owner may read it. */
export class StateFolder {
	constructor(readonly folder: string) {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
	}

	/** @param report Hears of an identity that cannot be read; it is put aside, and there is none. */
	readIdentity(report: (problem: string) => void): Identity | undefined {
		const file = path.join(this.folder, identityFile);
		if (!existsSync(file)) return undefined;
		try {
			return parseIdentity(readFileSync(file, 'utf8'));
		} catch (error) {
			const aside = this.putAside(identityFile);
			const reason = error instanceof Error ? error.message : String(error);
			report(`${file} cannot be read (${reason}). It is kept as ${aside}. The credential has new values now.`);
			return undefined;
		}
	}

	writeIdentity(identity: Identity): void {
		this.write(identityFile, `${JSON.stringify(identity, null, '\t')}\n`);
	}

	/** @param report Hears of a state that cannot be read; it is put aside, and there is none. */
	readDesk(report: (problem: string) => void): DeskState | undefined {
		const file = path.join(this.folder, deskFile);
		if (!existsSync(file)) return undefined;
		try {
			return parseDeskState(readFileSync(file, 'utf8'));
		} catch (error) {
			report(
				`${file} cannot be read (${(error as Error).message}). It is kept as ${this.putAside(deskFile)}. Names on the phones are gone.`,
			);
			return undefined;
		}
	}

	writeDesk(state: DeskState): void {
		this.write(deskFile, JSON.stringify(state));
	}

	/** Never leaves half a file: a reader finds the former one or this one. */
	write(name: string, data: string | Uint8Array): void {
		const draft = path.join(this.folder, `${name}.part`);
		writeFileSync(draft, data, { mode: 0o600 });
		renameSync(draft, path.join(this.folder, name));
	}

	/** The answer is the new name. */
	putAside(name: string): string {
		const aside = `${name}.unreadable`;
		rmSync(path.join(this.folder, aside), { force: true, recursive: true });
		renameSync(path.join(this.folder, name), path.join(this.folder, aside));
		return aside;
	}
}
