import { toNodeApiError } from '../shared/n8n/errors/errors';
import { toSpectrumError } from '../shared/spectrum/errors/from';
import type { CampaignMessage } from '../shared/spectrum/gateway/recipes/campaign/settings';
import { invalidItem, type ItemOutcome } from './campaignOutput';
import { readAddress, readPerson, type PeopleReader } from './people';

/** What an item is: a message to a person, or skipped before anything is asked. */
export type ListEntry = { readonly person: CampaignMessage } | { readonly outcome: ItemOutcome };

/** The items of one run as people. Read it in the order of the list: only the first item of a person counts. */
export class PeopleList {
	private readonly seen = new Set<string>();

	constructor(private readonly reader: PeopleReader) {}

	/** The addresses of all items that have one, in their order. */
	addresses(): string[] {
		return [...this.reader.context.getInputData().keys()].flatMap((itemIndex) => {
			try {
				return readAddress(this.reader, itemIndex);
			} catch {
				// `read` says why.
				return [];
			}
		});
	}

	/** An item that cannot be used is skipped with its reason. Throws only when a person stops the execution. */
	async read(itemIndex: number): Promise<ListEntry> {
		const { context } = this.reader;
		try {
			const person = await readPerson(this.reader, itemIndex);
			if (this.seen.has(person.address)) return { outcome: { status: 'skipped', reason: 'duplicate' } };
			this.seen.add(person.address);
			return { person };
		} catch (caught) {
			if (toSpectrumError(caught).kind === 'cancelled') throw toNodeApiError(context.getNode(), caught, itemIndex);
			return { outcome: invalidItem(caught) };
		}
	}
}
