import { SpectrumError, type SpectrumErrorDetails } from '../../spectrum/errors/SpectrumError';

/** A failure of one incoming item. Its message does not name the item, because a single item needs no number. */
export class ItemError extends SpectrumError {
	/** @param itemIndex From 0, as n8n counts. */
	constructor(
		readonly itemIndex: number,
		private readonly details: SpectrumErrorDetails,
	) {
		super(details);
	}

	/** The same failure among `count` items. People count them from 1. */
	among(count: number): SpectrumError {
		if (count < 2) return this;
		const { message } = this.details;
		const within = message.charAt(0).toLowerCase() + message.slice(1);
		return new SpectrumError({ ...this.details, message: `Item ${this.itemIndex + 1}: ${within}`, cause: this });
	}
}

/** A failure as a run of `count` items reports it: with the number of the item when there are several. */
export function amongItems(caught: unknown, count: number): unknown {
	return caught instanceof ItemError ? caught.among(count) : caught;
}
