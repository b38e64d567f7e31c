import type { Desk } from '../desk';
import type { Holder } from '../holder';
import { address, flag, optionalText, text, type Body } from '../input';
import type { PhoneView } from '../views';

/** A person with a phone; a known one is called by the new name. */
export function addPerson(desk: Desk, body: Body): { readonly address: string } {
	const given = address(text(body, 'address', 254));
	const name = optionalText(body, 'name', 60)?.trim();
	if (name === undefined) desk.meet(given);
	else desk.contacts.add({ address: given, name });
	return { address: given };
}

/** Switches of the phone; what is not named stays as it is. */
export function changeSettings(desk: Desk, body: Body): void {
	const { phone, address: who } = desk.actor(body);
	phone.imessage = flag(body, 'imessage', phone.imessage);
	phone.focus = flag(body, 'focus', phone.focus);
	desk.reading.setReceipts(who, flag(body, 'receipts', desk.reading.sendsReceipts(who)));
}

export function phoneView(desk: Desk, { address: who, name, phone }: Holder): PhoneView {
	return { address: who, name, imessage: phone.imessage, focus: phone.focus, receipts: desk.reading.sendsReceipts(who) };
}
