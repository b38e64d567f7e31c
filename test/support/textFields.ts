import type { IDataObject, INodeProperties } from 'n8n-workflow';

const person = '+15551234567';
const reach = { __rl: true, mode: 'address', value: person };

/** What makes every operation come as far as it can. */
export const good: IDataObject = {
	to: reach,
	text: 'Hello Alice',
	message: 'May I?',
	campaign: 'spring menu',
	url: 'https://example.com/',
	messageId: 'spc-msg-1',
	attachmentId: 'att-1',
	title: 'Lunch',
	option: 'Pizza',
	pollId: 'spc-msg-1',
	name: 'Friends',
	address: person,
	phoneNumber: person,
	recipient: person,
	person,
	members: `${person}, +15557654321`,
	firstName: 'Ada',
	appName: 'Orders',
	teamId: 'A1B2C3D4E5',
	extensionBundleId: 'com.example.orders.messages',
	caption: 'Order 17',
	session: '{"messageId":"m","spaceId":"any;-;+15551234567","sessionId":"s","targetMessageId":"t"}',
	messageText: 'Hello',
	howLong: 'text',
	// No test asks the Internet for a page.
	options: { readPage: false },
	pollOptions: { option: [{ text: 'Pizza' }, { text: 'Pasta' }] },
};

/** A field that takes a text, as a function that puts a value into a node's parameters. */
export interface Field {
	readonly path: string;
	readonly displayName: string;
	readonly type: string;
	put(parameters: IDataObject, value: unknown): void;
}

/** The fields of a node that a person sees for the operation that is chosen. */
export function fieldsOf(properties: readonly INodeProperties[], chosen: IDataObject): Field[] {
	return properties
		.filter((property) => isShown(property, chosen))
		.flatMap((property): Field[] => {
			const { name } = property;
			const set = (parameters: IDataObject, value: unknown): void => void (parameters[name] = value as IDataObject);
			switch (property.type) {
				case 'string':
				case 'json':
				case 'dateTime':
				case 'number':
				case 'options':
					return ['resource', 'operation', 'authentication'].includes(name)
						? []
						: [{ path: name, displayName: property.displayName, type: property.type, put: set }];
				case 'resourceLocator':
					return (property.modes ?? []).map((mode) => ({
						path: `${name} (${mode.name})`,
						displayName: property.displayName,
						type: property.type,
						put: (parameters, value) => set(parameters, { __rl: true, mode: mode.name, value }),
					}));
				case 'collection':
					return fieldsOf(property.options as INodeProperties[], chosen).map((inner) => ({
						...inner,
						path: `${name}.${inner.path}`,
						put: (parameters, value) => inner.put(nested(parameters, name), value),
					}));
				case 'fixedCollection':
					return (property.options as Array<{ name: string; values: INodeProperties[] }>).flatMap((row) => [
						...row.values
							.filter(({ type }) => type === 'string')
							.map(
								(column): Field => ({
									path: `${name}.${row.name}[].${column.name}`,
									displayName: property.displayName,
									type: 'row',
									put: (parameters, value) => set(parameters, { [row.name]: [{ ...rowFor(name), [column.name]: value }] }),
								}),
							),
						...row.values
							.filter(({ type }) => type === 'options' || type === 'resourceLocator')
							.map(
								(column): Field => ({
									path: `${name}.${row.name}[].${column.name}`,
									displayName: property.displayName,
									type: 'choice',
									put: (parameters, value) => set(parameters, { [row.name]: [{ ...rowFor(name), [column.name]: value }] }),
								}),
							),
						{
							path: `${name}.${row.name}`,
							displayName: property.displayName,
							type: property.type,
							put: (parameters) => set(parameters, { [row.name]: Array.from({ length: 10_000 }, () => rowFor(name)) }),
						},
					]);
				default:
					return [];
			}
		});
}

function rowFor(collection: string): IDataObject {
	if (collection === 'mentions') return { address: person, text: 'Alice' };
	if (collection === 'textEffects') return { effect: 'big', part: 'a' };
	if (collection === 'emails') return { value: 'ada@example.com' };
	return { value: '+15551234567', text: 'Pizza', city: 'Paris' };
}

function nested(parameters: IDataObject, name: string): IDataObject {
	return (parameters[name] ??= {}) as IDataObject;
}

function isShown({ displayOptions }: INodeProperties, chosen: IDataObject): boolean {
	const has = (name: string, values: unknown): boolean => (values as unknown[]).includes(chosen[name.replace('/', '')]);
	const { show = {}, hide = {} } = displayOptions ?? {};
	if (Object.entries(hide).some(([name, values]) => has(name, values))) return false;
	return Object.entries(show).every(([name, values]) => chosen[name.replace('/', '')] === undefined || has(name, values));
}
