import { WebError } from '../route';

/** The body of an action, not yet looked at. */
export type Body = Readonly<Record<string, unknown>>;

export function bodyOf(json: unknown): Body {
	if (isRecord(json)) return json;
	throw new WebError(400, `The body must be an object; found ${kindOf(json)}`);
}

/** A text of at most so many UTF-16 code units; `''` only where `empty` allows it. */
export function text(body: Body, name: string, most: number, empty = false): string {
	const value = body[name];
	if (typeof value !== 'string') throw new WebError(400, `${name} must be a text; found ${kindOf(value)}`);
	if (value.length > most) throw new WebError(400, `${name} may have ${most} characters; it has ${value.length}`);
	if (value.trim() === '' && !empty) throw new WebError(400, `${name} is empty`);
	return value;
}

/** As `text`, undefined when there is none. */
export function optionalText(body: Body, name: string, most: number): string | undefined {
	const value = body[name];
	return value === undefined || value === null || value === '' ? undefined : text(body, name, most);
}

export function flag(body: Body, name: string, missing: boolean): boolean {
	const value = body[name] ?? missing;
	if (typeof value !== 'boolean') throw new WebError(400, `${name} must be true or false; found ${kindOf(value)}`);
	return value;
}

/** A number between two bounds. */
export function number(body: Body, name: string, least: number, most: number): number {
	const value = body[name];
	if (typeof value !== 'number' || !(value >= least && value <= most)) {
		throw new WebError(400, `${name} must be a number from ${least} to ${most}; found ${shown(value)}`);
	}
	return value;
}

/** A zero-based place, undefined when there is none. */
export function optionalIndex(body: Body, name: string): number | undefined {
	if (body[name] === undefined || body[name] === null) return undefined;
	const value = number(body, name, 0, 1_000_000);
	if (!Number.isInteger(value)) throw new WebError(400, `${name} must be a whole number; found ${value}`);
	return value;
}

/** A list of objects, of at most so many; empty when there is none. */
export function list(body: Body, name: string, most: number): readonly Body[] {
	return entries(body, name, most).map(bodyOf);
}

/** A list of texts that are not empty. */
export function texts(body: Body, name: string, most: number, longest: number): readonly string[] {
	return entries(body, name, most).map((value) => text({ [name]: value }, name, longest).trim());
}

export function choice<Choice extends string>(body: Body, name: string, choices: readonly Choice[]): Choice {
	const found = choices.find((one) => one === body[name]);
	if (found === undefined) throw new WebError(400, `${name} must be one of ${choices.join(', ')}; found ${shown(body[name])}`);
	return found;
}

const e164 = /^\+[1-9]\d{6,14}$/;
const email = /^[^\s@;,<>"]+@[^\s@;,<>"]+\.[^\s@;,<>".]+$/;

/** A phone number with its country code, or an email address; separators are left out. */
export function address(given: string): string {
	const trimmed = given.trim();
	const value = trimmed.includes('@') ? trimmed.toLowerCase() : trimmed.replaceAll(/[\s().-]/g, '');
	if (value.length <= 254 && (e164.test(value) || email.test(value))) return value;
	throw new WebError(400, `An address is a number such as +15551234567, or an email address; found ${shown(given)}`);
}

function entries(body: Body, name: string, most: number): readonly unknown[] {
	const value = body[name] ?? [];
	if (!Array.isArray(value)) throw new WebError(400, `${name} must be a list; found ${kindOf(value)}`);
	if (value.length > most) throw new WebError(400, `${name} may have ${most} entries; it has ${value.length}`);
	return value;
}

function isRecord(value: unknown): value is Body {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
	if (value === undefined) return 'nothing';
	if (value === null) return 'null';
	return Array.isArray(value) ? 'a list' : typeof value;
}

function shown(value: unknown): string {
	const json = value === undefined ? 'nothing' : JSON.stringify(value);
	return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}
