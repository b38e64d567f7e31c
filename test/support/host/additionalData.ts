import { ExternalSecretsProxy } from 'n8n-core';
import type { INodeParameters, IWorkflowExecuteAdditionalData, IWorkflowSettings } from 'n8n-workflow';
import { Container } from './core';
import type { HostCredentialsHelper } from './credentials';

/** What a context of n8n knows of the instance around it. */
export interface Instance {
	credentialsHelper: HostCredentialsHelper;
	/** WEBHOOK_URL with its slash at the end. */
	baseUrl: string;
	/** Runs a workflow that a node gives as code. */
	executeWorkflow?: IWorkflowExecuteAdditionalData['executeWorkflow'];
}

export interface BaseParameters {
	workflowId?: string;
	workflowSettings?: IWorkflowSettings;
	userId?: string;
	/** Milliseconds since 1970 at which the execution is cut off. */
	executionTimeoutTimestamp?: number;
	currentNodeParameters?: INodeParameters;
}

/** `getBase` of packages/cli/src/workflow-execute-additional-data.ts; the paths are n8n's default endpoint names. */
export function getBase(
	{ credentialsHelper, baseUrl, executeWorkflow }: Instance,
	parameters: BaseParameters = {},
): IWorkflowExecuteAdditionalData {
	const { userId, workflowSettings, executionTimeoutTimestamp, currentNodeParameters } = parameters;
	return {
		currentNodeExecutionIndex: 0,
		credentialsHelper,
		restApiUrl: `${baseUrl}rest`,
		instanceBaseUrl: baseUrl,
		formWaitingBaseUrl: `${baseUrl}form-waiting`,
		webhookBaseUrl: `${baseUrl}webhook`,
		webhookWaitingBaseUrl: `${baseUrl}webhook-waiting`,
		webhookTestBaseUrl: `${baseUrl}webhook-test`,
		currentNodeParameters,
		executionTimeoutTimestamp,
		userId,
		variables: {},
		workflowSettings,
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		setExecutionStatus: () => undefined,
		sendDataToUI: () => undefined,
		logAiEvent: () => undefined,
		getRunExecutionData: async () => undefined,
		executeWorkflow:
			executeWorkflow ??
			(async () => {
				throw new Error('No workflow runs here');
			}),
		startRunnerTask: async () => {
			throw new Error('The test host does not reproduce task runners (the Code node)');
		},
	} as IWorkflowExecuteAdditionalData;
}
