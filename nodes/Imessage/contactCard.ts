import { tryToParseDateTime, type IExecuteFunctions } from 'n8n-workflow';
import { formatOf } from '../shared/spectrum/files/fileFormat';
import {
	toVcard,
	vcardFileName,
	type Contact,
	type ContactAddress,
	type ContactEntry,
	type ContactKind,
} from '../shared/spectrum/files/vcard';
import { readFile } from '../shared/n8n/files/binaryInput';
import { attachmentsOutput, sendOutgoingFiles } from '../shared/n8n/files/attachmentSend';
import { readRecipient } from '../shared/n8n/fields/recipient';
import { rowsOf, type Row } from '../shared/n8n/fields/rows';
import { readReplyTo } from '../shared/n8n/fields/textRead';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { checkMessageInSpace } from '../shared/n8n/fields/messageChecks';
import { sentOutput, spaceOutput } from '../shared/n8n/loop/outputs';
import { readDateText, type DateText } from '../shared/spectrum/values/dateText';
import { choiceOf, refuseChoice } from '../shared/n8n/parameters/choice';
import { invalid, textParameter } from '../shared/n8n/parameters/parameters';
import { invisibleIn, trimInvisible, trimWords } from '../shared/spectrum/values/invisible';
import { photoField } from './cardFields';
import { sendKey } from './sendKey';
import { present } from '../shared/spectrum/values/present';

/** Sends a contact as a card that the recipient can save. */
export async function sendContactCard(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const { target, lineChoice } = readRecipient(context, itemIndex);
	const contact = await readContact(context, itemIndex);
	const replyTo = readReplyTo(context, itemIndex);
	const data = Buffer.from(toVcard(contact), 'utf8');
	const card = {
		fileName: vcardFileName(contact),
		mimeType: 'text/vcard',
		size: data.length,
		load: async () => await Promise.resolve({ data }),
	};
	const key = sendKey(context, itemIndex, { operation: 'sendContactCard', target, content: { card: data.toString('utf8'), replyTo } });
	const space = await gateway.spaces.open(target, lineChoice, key);
	await checkMessageInSpace(run, space, replyTo);
	const outgoing = {
		files: [card],
		isVoiceNote: false,
		textPosition: 'above',
		named: [card.fileName],
		...present({ replyTo }),
	} as const;
	const sent = await sendOutgoingFiles({ ...run, space, outgoing, key });
	return { json: { ...sentOutput(space, sent), ...attachmentsOutput(sent) } };
}

/** Shares the account's own name and photo with the people in the conversation. */
export async function shareOwnCard({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const { target, lineChoice } = readRecipient(context, itemIndex);
	const key = sendKey(context, itemIndex, { operation: 'shareOwnCard', target, content: {} });
	const space = await gateway.spaces.open(target, lineChoice, key);
	await gateway.spaces.shareContactCard(space, key);
	return { json: { ...spaceOutput(space), shared: true } };
}

async function readContact(context: IExecuteFunctions, itemIndex: number): Promise<Contact> {
	const text = (name: string): string => trimWords(textParameter(context, name, itemIndex));
	const contact: Contact = {
		firstName: text('firstName'),
		lastName: text('lastName'),
		organization: text('details.organization'),
		jobTitle: text('details.jobTitle'),
		note: text('details.note'),
		birthday: readBirthday(itemIndex, text('details.birthday'), context.getTimezone()),
		phones: readEntries(context, itemIndex, 'phones.phone', 'Phone Numbers', problemOfPhone),
		emails: readEntries(context, itemIndex, 'emails.email', 'Email Addresses', problemOfEmail),
		addresses: rowsOf(context, 'details.addresses.address', 'Addresses', itemIndex)
			.map((row, index) => toAddress(row, itemIndex, `Addresses, row ${index + 1}`))
			.filter(isFilled),
		urls: [trimWords(textParameter(context, { name: 'details.url', displayName: 'Website' }, itemIndex))].filter((url) => url !== ''),
	};
	if (contact.firstName === '' && contact.lastName === '' && contact.organization === '') {
		throw invalid(itemIndex, 'First Name', 'is empty, and so are the last name and the organization', '', 'Ada');
	}
	const photo = await readPhoto(context, itemIndex, textParameter(context, photoField, itemIndex).trim());
	return photo === undefined ? contact : { ...contact, photo };
}

/** The values of the fields *Kind*. */
const phoneKinds: readonly ContactKind[] = ['home', 'main', 'mobile', 'other', 'work'];
const placeKinds: readonly ContactKind[] = ['home', 'other', 'work'];

/** Says what is wrong with a value; undefined when nothing is. */
type FindProblem = (value: string) => string | undefined;

const problemOfPhone: FindProblem = (value) =>
	/^[+()\d\s./*#,;x\u2010-\u2015\u2212-]+$/i.test(value) && /\d/.test(value) ? undefined : 'is not a phone number';
const problemOfEmail: FindProblem = (value) => (/^[^\s@]+@[^\s@]+$/.test(value) ? undefined : 'is not an email address');

function readEntries(context: IExecuteFunctions, itemIndex: number, path: string, field: string, problemOf: FindProblem): ContactEntry[] {
	return rowsOf(context, path, field, itemIndex).map((row, index) => {
		const value = trimInvisible(row.value ?? '');
		const hidden = invisibleIn(value);
		const problem = value === '' ? 'is empty' : hidden === undefined ? problemOf(value) : `contains an invisible character, ${hidden}`;
		const example = problemOf === problemOfPhone ? '+15551234567' : 'ada@example.com';
		if (problem !== undefined) throw invalid(itemIndex, `${field}, row ${index + 1}`, problem, value, example);
		return { kind: kindOf(row, problemOf === problemOfPhone ? phoneKinds : placeKinds, itemIndex, `${field}, row ${index + 1}`), value };
	});
}

function toAddress(row: Row, itemIndex: number, field: string): ContactAddress {
	const { street, city, region, postalCode, country } = row;
	return { kind: kindOf(row, placeKinds, itemIndex, field), street, city, region, postalCode, country };
}

function isFilled({ kind: _kind, ...lines }: ContactAddress): boolean {
	return Object.values(lines).some((line) => typeof line === 'string' && line.trim() !== '');
}

/** The kind of a row. An expression may give a row without one, which then counts as `other`. */
function kindOf({ kind = '' }: Row, kinds: readonly ContactKind[], itemIndex: number, field: string): ContactKind {
	return choiceOf(kind, kinds, 'other') ?? refuseChoice(itemIndex, `${field}, Kind`, kind, kinds);
}

function readBirthday(itemIndex: number, found: string, zone: string): string {
	if (found === '') return '';
	const read = readDateText(found);
	if (read !== undefined) return dayOf(read, zone);
	throw invalid(itemIndex, 'Birthday', 'is not a date', found, '1815-12-10');
}

/**
 * The day of a date that may have a time. A database gives a day as the moment at which it begins in the zone of the
 * workflow, and in UTC that is often the evening before.
 */
function dayOf({ iso, hasOffset }: DateText, zone: string): string {
	const [day = '', time = ''] = iso.split('T');
	if (!hasOffset || !time.endsWith('Z') || time.startsWith('00:00:00')) return day;
	const here = tryToParseDateTime(new Date(iso), zone);
	return here.hour === 0 && here.minute === 0 ? (here.toISODate() ?? day) : day;
}

async function readPhoto(context: IExecuteFunctions, itemIndex: number, name: string): Promise<Contact['photo']> {
	if (name === '') return undefined;
	const { data } = await (await readFile(context, itemIndex, photoField)).load();
	const format = formatOf(data)?.name;
	if (format === 'JPEG' || format === 'PNG') return { data, format };
	throw invalid(
		itemIndex,
		photoField.displayName,
		`names a file that is ${format ?? 'of no known format'}, but a photo is JPEG or PNG`,
		name,
		{ advice: 'Turn the picture into a JPEG or PNG, for example with an Edit Image node.' },
	);
}
