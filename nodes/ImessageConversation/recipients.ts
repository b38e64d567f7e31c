import type { IDataObject } from 'n8n-workflow';
import { Recipients, type RegisteredFor, type Registration } from '../shared/spectrum/gateway/recipes/recipients';
import { ItemError } from '../shared/n8n/errors/itemError';
import { httpPort } from '../shared/n8n/credentials/http';
import { readLineChoice } from '../shared/n8n/fields/lineChoice';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { readLimit } from './limit';
import { readFirstMessage, readNamedRecipient, readPerson } from './recipientRead';

type Recipient = Registration['user'];

/** Registers a person. The project may write to them after they have written first. */
export async function register(run: ItemRun): Promise<ItemOutput> {
	const person = readPerson(run.context, run.itemIndex);
	const recipients = recipientsOf(run);
	const { user, alreadyRegistered } = await recipients.register(person, await registeredFor(run));
	return { json: { ...recipientOutput(user), alreadyRegistered } };
}

/** Gets everyone who is registered, one item for each. */
export async function getAll(run: ItemRun): Promise<ItemOutput[]> {
	const { limit } = readLimit(run.context, run.itemIndex);
	const recipients = recipientsOf(run);
	const outputs: ItemOutput[] = [];
	for await (const user of recipients.list({}, limit)) outputs.push({ json: recipientOutput(user) });
	return outputs;
}

/** Removes a person. A person who is not registered is no error, because a repeated run finds exactly that. */
export async function remove(run: ItemRun): Promise<ItemOutput> {
	const named = readNamedRecipient(run.context, run.itemIndex);
	const recipients = recipientsOf(run);
	const user = await recipients.remove(named);
	if (user !== undefined) return { json: { ...recipientOutput(user), removed: true } };
	return { json: { ...('id' in named ? { recipientId: named.id } : named), removed: false } };
}

/** Gets the link that opens Messages, so that a person can write first. */
export async function getInvitation(run: ItemRun): Promise<ItemOutput> {
	const named = readNamedRecipient(run.context, run.itemIndex);
	const text = readFirstMessage(run.context, run.itemIndex);
	const recipients = recipientsOf(run);
	const { user, url, smsLink } = await recipients.invitation(named, text);
	return { json: { ...recipientOutput(user), invitationUrl: url, smsLink } };
}

function recipientsOf({ context, itemIndex, connection, signal }: ItemRun): Recipients {
	if (connection.kind === 'cloud') return new Recipients(connection, { http: httpPort(context.helpers), signal });
	throw new ItemError(itemIndex, {
		kind: 'unsupported',
		message: 'A self-hosted server has no recipients: only projects of Spectrum Cloud register people',
		advice: 'Choose "Spectrum Cloud" in "Connect To". Your own server can write to everyone, so it needs no registration.',
	});
}

/** What to register the person for, by the plan. On a dedicated plan with several lines and no chosen line, Spectrum chooses. */
async function registeredFor({ context, itemIndex, gateway }: ItemRun): Promise<RegisteredFor> {
	if ((await gateway.plan()) === 'shared') return { type: 'shared' };
	const { pinned } = readLineChoice(context, itemIndex);
	const lines = await gateway.lines();
	if (pinned === undefined && lines.length > 1) return { type: 'dedicated' };
	return { type: 'dedicated', line: (await gateway.anyLine(pinned === undefined ? {} : { pinned })).phone };
}

/** Everything that is known about a person. Unknown fields are absent. */
function recipientOutput({ id, type, phoneNumber, assignedPhoneNumber, firstName, lastName, email, createdAt }: Recipient): IDataObject {
	const known = {
		phoneNumber,
		assignedPhoneNumber,
		smsLink: smsLinkTo(assignedPhoneNumber),
		firstName,
		lastName,
		email,
		type,
		registeredAt: createdAt,
	};
	return { recipientId: id, ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) };
}

/** A link that opens Messages with the number to write to. Only a plain phone number becomes a link. */
function smsLinkTo(number: string | undefined): string | undefined {
	return number !== undefined && /^\+[1-9]\d{6,14}$/.test(number) ? `sms:${number}` : undefined;
}
