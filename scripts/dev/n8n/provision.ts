import type { Simulator } from '../../../simulator/src';
import { ApiError } from '../../n8n/api';
import type { N8nClient } from '../../n8n/client';
import type { Credential } from '../../n8n/types';
import type { DevMode } from '../arguments';
import type { BookFile } from './book';
import { exampleNames, firstExample, readExample } from './examples';

/** The names that n8n proposes, which the examples look for. */
const names: Readonly<Record<string, string>> = {
	spectrumCloudApi: 'iMessage Spectrum Cloud account',
	spectrumSelfHostedApi: 'iMessage Spectrum Self-Hosted account',
};

export interface Provision {
	readonly root: string;
	readonly client: N8nClient;
	readonly book: BookFile;
	readonly simulator: Simulator;
	readonly mode: DevMode;
	readonly publicAddress: string;
}

/**
 * Gives n8n the credential and the workflows that it does not have yet. What a person has changed or deleted since stays
 * as it is; the credential follows the simulator.
 */
export async function provision(options: Provision): Promise<void> {
	const { root, client, book, mode, publicAddress } = options;
	const credential = await keepCredentials(options);
	const missing = exampleNames(root).filter((name) => book.book.workflows[name] === undefined);
	for (const name of missing) {
		if (name === 'trigger-by-webhook' && mode === 'self-hosted') continue;
		const id = await client.importWorkflow(readExample(root, name, { credential, publicAddress }));
		book.note({ workflows: { ...book.book.workflows, [name]: id } });
	}
	if (book.book.isPublished) return;
	await client.activate(book.book.workflows[firstExample] as string);
	book.note({ isPublished: true });
}

/** The credential that the examples use; beside Spectrum Cloud, one for the same lines as servers of one's own. */
async function keepCredentials({ client, book, simulator, mode }: Provision): Promise<Credential> {
	const own = await keepCredential(client, book, 'spectrumSelfHostedApi', simulator.selfHostedCredential());
	if (mode === 'self-hosted') return own;
	return await keepCredential(client, book, 'spectrumCloudApi', simulator.cloudCredential());
}

async function keepCredential(client: N8nClient, book: BookFile, type: string, data: object): Promise<Credential> {
	const name = names[type] as string;
	const credential =
		(await changed(client, book.book.credentials[type], { name, type }, data)) ?? (await client.createCredential(type, name, data));
	book.note({ credentials: { ...book.book.credentials, [type]: credential.id } });
	const { status, message } = await client.testCredential(credential, data);
	if (status !== 'OK') throw new Error(`n8n says of the credential "${name}": ${message}`);
	return credential;
}

/** Undefined when there is none yet, or a person has deleted it. */
async function changed(
	client: N8nClient,
	id: string | undefined,
	{ name, type }: { readonly name: string; readonly type: string },
	data: object,
): Promise<Credential | undefined> {
	if (id === undefined) return undefined;
	try {
		await client.changeCredential({ id, name, type }, data);
		return { id, name, type };
	} catch (error) {
		if (error instanceof ApiError && error.status === 404) return undefined;
		throw error;
	}
}
