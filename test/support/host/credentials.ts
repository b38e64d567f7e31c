import { Credentials, getAdditionalKeys } from 'n8n-core';
import {
	deepCopy,
	type ICredentialDataDecryptedObject,
	type ICredentialsExpressionResolveValues,
	ICredentialsHelper,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeParameters,
	type INodeProperties,
	type INodeTypes,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
	isExpression,
	NodeHelpers,
	UnexpectedError,
	UserError,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import type { HostNodeTypes } from './nodeTypes';
import type { StoredCredential } from './types';

const mockNode: INode = { id: '', name: '', typeVersion: 1, type: 'mock', position: [0, 0], parameters: {} };
const mockNodeTypes = {
	getKnownTypes: () => ({}),
	getByName: () => ({ description: { properties: [] } }),
	getByNameAndVersion: () => ({ description: { properties: [] } }),
} as unknown as INodeTypes;

/** packages/cli/src/credentials-helper.ts, over data that is held in memory and not encrypted. */
export class HostCredentialsHelper extends ICredentialsHelper {
	constructor(
		private readonly types: HostNodeTypes,
		private readonly stored: Map<string, StoredCredential>,
	) {
		super();
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		nodeCredentials: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		expressionResolveValues?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const data = deepCopy(this.entity(nodeCredentials, type).data);
		if (raw === true) return data;
		return this.applyDefaults(additionalData, data, type, mode, executeData, expressionResolveValues);
	}

	/**
	 * `applyDefaultsAndOverwrites`: fields that are missing get their default, then expressions are resolved, against
	 * the running node's item when there is one.
	 */
	applyDefaults(
		additionalData: IWorkflowExecuteAdditionalData,
		original: ICredentialDataDecryptedObject,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		resolve?: ICredentialsExpressionResolveValues,
	): ICredentialDataDecryptedObject {
		const properties = this.getCredentialsProperties(type);
		const data = NodeHelpers.getNodeParameters(
			properties,
			original as INodeParameters,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		const additionalKeys = getAdditionalKeys(additionalData, mode, null, { secretsEnabled: false });
		if (resolve === undefined) {
			const workflow = new Workflow({ nodes: [mockNode], connections: {}, active: false, nodeTypes: mockNodeTypes });
			return workflow.expression.getComplexParameterValue(
				mockNode,
				data as INodeParameters,
				mode,
				additionalKeys,
				undefined,
				undefined,
				data,
			) as ICredentialDataDecryptedObject;
		}
		try {
			return resolve.workflow.expression.getParameterValue(
				data as INodeParameters,
				resolve.runExecutionData,
				resolve.runIndex,
				resolve.itemIndex,
				resolve.node.name,
				resolve.connectionInputData,
				mode,
				additionalKeys,
				executeData,
				false,
				data,
			) as ICredentialDataDecryptedObject;
		} catch (error) {
			(error as Error).message += ' [Error resolving credentials]';
			throw error;
		}
	}

	async getCredentials(nodeCredentials: INodeCredentialsDetails, type: string): Promise<Credentials> {
		const { name, data } = this.entity(nodeCredentials, type);
		const credentials = new Credentials({ id: nodeCredentials.id, name }, type);
		credentials.setData(data);
		return credentials;
	}

	async updateCredentials(nodeCredentials: INodeCredentialsDetails, type: string, data: ICredentialDataDecryptedObject): Promise<void> {
		this.entity(nodeCredentials, type).data = deepCopy(data);
	}

	async updateCredentialsOauthTokenData(
		nodeCredentials: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		const entity = this.entity(nodeCredentials, type);
		entity.data = { ...entity.data, oauthTokenData: data.oauthTokenData as never };
	}

	getParentTypes(name: string): string[] {
		return this.types.parentTypes(name);
	}

	getCredentialsProperties(name: string): INodeProperties[] {
		const type = this.types.credentialType(name);
		if (type.extends === undefined) return type.properties;
		const combined: INodeProperties[] = [];
		for (const parent of type.extends) {
			NodeHelpers.mergeNodeProperties(combined, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(combined, type.properties);
		return combined;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const request = requestOptions as IHttpRequestOptions & Record<string, Record<string, string>>;
		const { authenticate } = this.types.credentialType(typeName);
		if (authenticate === undefined) return request;
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		const resolved = (value: string) => {
			if (!isExpression(value)) return value;
			const keys = { $credentials: credentials as never };
			return String(workflow.expression.getSimpleParameterValue(node, value, 'internal', keys, undefined, '') ?? '');
		};
		for (const [part, values] of Object.entries(authenticate.properties)) {
			const target = (request[part] ??= {});
			for (const [key, value] of Object.entries(values as Record<string, string>)) {
				target[resolved(key)] = resolved(value);
			}
		}
		return request;
	}

	/** A token that a credential fetches for itself and n8n keeps; no credential of this pack has one. */
	async preAuthentication(
		_helpers: IHttpRequestHelper,
		_credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const expires = this.types
			.credentialType(typeName)
			.properties.some(({ type, typeOptions }) => type === 'hidden' && typeOptions?.expirable === true);
		if (expires) throw new Error('The test host does not reproduce credentials that expire');
		return undefined;
	}

	private entity(nodeCredentials: INodeCredentialsDetails, type: string): StoredCredential {
		if (!nodeCredentials.id) {
			throw new UnexpectedError('Found credential with no ID.', { extra: { credentialName: nodeCredentials.name } });
		}
		const entity = this.stored.get(nodeCredentials.id);
		if (entity?.type !== type) {
			throw new UserError(`Credential with ID "${nodeCredentials.id}" does not exist for type "${type}".`);
		}
		return entity;
	}
}
