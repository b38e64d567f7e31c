import { CredentialTestContext } from 'n8n-core';
import {
	deepCopy,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type ICredentialTestFunction,
	type INodeCredentialTestResult,
} from 'n8n-workflow';
import { getBase, type Instance } from './additionalData';
import { hostLogger } from './logs';
import { type HostNodeTypes, versionsOf } from './nodeTypes';

/**
 * packages/cli/src/services/credentials-tester.service.ts for tests that are functions (`testedBy` with the name of a
 * method). A test that is described as a request is not reproduced.
 *
 * @param nodeType full name of the node whose test is to run; the first node that names one otherwise, as in n8n
 */
export async function testCredential(
	instance: Instance,
	nodeTypes: HostNodeTypes,
	type: string,
	data: ICredentialDataDecryptedObject,
	nodeType?: string,
): Promise<INodeCredentialTestResult> {
	if (nodeTypes.credentialType(type).test !== undefined) {
		throw new Error('The test host does not reproduce credential tests that are described as a request');
	}
	const test = findTest(nodeTypes, type, nodeType === undefined ? nodeTypes.nodesFor(type) : [nodeType]);
	if (test === undefined) return { status: 'Error', message: 'No testing function found for this credential.' };
	const credential: ICredentialsDecrypted = { id: 'temp', name: 'Temp-Credential', type, data: deepCopy(data) };
	try {
		credential.data = instance.credentialsHelper.applyDefaults(getBase(instance), deepCopy(data), type, 'internal');
	} catch (error) {
		hostLogger.debug('Credential test failed', { error });
		return { status: 'Error', message: (error as Error).message };
	}
	return await test.call(new CredentialTestContext(), credential);
}

function findTest(nodeTypes: HostNodeTypes, credential: string, names: string[]): ICredentialTestFunction | undefined {
	for (const version of names.flatMap((name) => versionsOf(nodeTypes.getByName(name)))) {
		for (const { name, testedBy } of version.description.credentials ?? []) {
			if (name === credential && typeof testedBy === 'string') return version.methods?.credentialTest?.[testedBy];
		}
	}
	return undefined;
}
