import type { LineStore } from '../../store/line';
import type { DeskState } from './deskState';

/** Up to where each person has looked at each conversation, and whether their phone tells the others. */
export class Reading {
	private readonly seen = new Map<string, number>();
	private readonly silent = new Set<string>();

	/** Number of rows of the history that the person has seen, those that are gone included. */
	seenRows(address: string, line: LineStore, spaceId: string): number {
		return this.seen.get(`${address} ${line.id} ${spaceId}`) ?? 0;
	}

	/** The person has seen all that is there now; the answer is how much they had seen before. */
	see(address: string, line: LineStore, spaceId: string): number {
		const before = this.seenRows(address, line, spaceId);
		this.seen.set(`${address} ${line.id} ${spaceId}`, line.goneRows(spaceId) + line.history(spaceId).length);
		return before;
	}

	get state(): Pick<DeskState, 'seen' | 'silent'> {
		return { seen: [...this.seen], silent: [...this.silent] };
	}

	restore({ seen, silent }: Pick<DeskState, 'seen' | 'silent'>): void {
		for (const [key, rows] of seen) this.seen.set(key, rows);
		for (const address of silent) this.silent.add(address);
	}

	/** Whether the phone sends read receipts; default yes. */
	sendsReceipts(address: string): boolean {
		return !this.silent.has(address);
	}

	setReceipts(address: string, isOn: boolean): void {
		if (isOn) this.silent.delete(address);
		else this.silent.add(address);
	}
}
