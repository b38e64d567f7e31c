import { WebError } from '../route';

/** What a page sends for an action. Every reading checks, and says which field is wrong and what was found. */
export class Fields {
	private constructor(private readonly given: Readonly<Record<string, unknown>>) {}

	static of(body: unknown): Fields {
		if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new WebError(422, 'The body must be an object');
		return new Fields(body as Record<string, unknown>);
	}

	/** A text without white space around it; `''` when it is not there. */
	text(name: string, most = 200): string {
		const value = this.given[name] ?? '';
		if (typeof value !== 'string') throw this.wrong(name, 'must be a text');
		if (value.length > most) throw new WebError(422, `${name} may have ${most} characters; it has ${value.length}`);
		return value.trim();
	}

	/** A text that must be there. */
	required(name: string, most = 200): string {
		const value = this.text(name, most);
		if (value === '') throw new WebError(422, `${name} is empty`);
		return value;
	}

	/** As `text`, undefined when it is empty. */
	optional(name: string, most = 200): string | undefined {
		const value = this.text(name, most);
		return value === '' ? undefined : value;
	}

	choice<Choice extends string | number>(name: string, choices: readonly Choice[]): Choice {
		const value = this.given[name];
		const found = choices.find((choice) => choice === value);
		if (found === undefined) throw this.wrong(name, `must be one of ${choices.join(', ')}`);
		return found;
	}

	flag(name: string): boolean {
		const value = this.given[name];
		if (typeof value !== 'boolean') throw this.wrong(name, 'must be true or false');
		return value;
	}

	/** A whole number. */
	whole(name: string, least: number, most: number): number {
		const value = this.given[name];
		if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
			throw this.wrong(name, `must be a whole number from ${least} to ${most}`);
		}
		return value;
	}

	/** As `whole`; null is no limit. */
	limit(name: string, most: number): number {
		return this.given[name] === null ? Number.POSITIVE_INFINITY : this.whole(name, 0, most);
	}

	has(name: string): boolean {
		return this.given[name] !== undefined;
	}

	private wrong(name: string, must: string): WebError {
		return new WebError(422, `${name} ${must}; found ${shown(this.given[name])}`);
	}
}

function shown(value: unknown): string {
	if (value === undefined) return 'nothing';
	const text = JSON.stringify(value);
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
