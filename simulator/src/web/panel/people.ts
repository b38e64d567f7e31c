import type { Simulator } from '../../Simulator';
import { WebError } from '../route';

const e164 = /^\+[1-9]\d{6,14}$/;
/** People that the panel registers at most. */
const mostPeople = 500;

/** A number in E.164, from what a person types. */
export function phoneNumberOf(given: string): string {
	const phone = given.replace(/[\s()-]/g, '');
	if (!e164.test(phone)) throw new WebError(422, `${given} is not a number in international form, such as +15551230001`);
	return phone;
}

/** Puts a person on the list of the shared plan. */
export function register(simulator: Simulator, given: { readonly phone: string; readonly name?: string; readonly optedIn: boolean }): void {
	const phone = phoneNumberOf(given.phone);
	const { dashboard } = simulator;
	if (dashboard.users.all.length >= mostPeople) throw new WebError(422, `${mostPeople} people are registered. Remove one first`);
	if (dashboard.users.has(phone)) throw new WebError(422, `${phone} is registered already`);
	dashboard.addUser(phone, { optedIn: given.optedIn, firstName: given.name });
}

/** As if the person had accepted an invitation. */
export function optIn({ dashboard }: Simulator, id: string): void {
	const user = dashboard.users.get(id);
	if (user === undefined) throw new WebError(404, 'This person is not registered any more');
	user.optedIn = true;
}

export function remove({ dashboard }: Simulator, id: string): void {
	if (!dashboard.users.delete(id)) throw new WebError(404, 'This person is not registered any more');
}
