import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { spectrumCredentials } from '../shared/n8n/credentials/nodeCredentials';
import type { AskingHub } from '../shared/n8n/asking/hub';
import { processHub } from '../shared/n8n/asking/processHub';
import { askingTimes } from '../shared/n8n/asking/times';
import { authenticationField } from '../shared/n8n/fields/authentication';
import type * as Beat from './beat';
import type { Carried } from './carried';

/**
 * Looks for the answer of a question while its workflow waits. Only the workflow that the iMessage node starts for a
 * question contains it, so the editor does not offer it.
 */
export class ImessageAnswerClock implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'iMessage Answer Clock',
		name: 'imessageAnswerClock',
		icon: { light: 'file:../../icons/imessage.svg', dark: 'file:../../icons/imessage.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: 'looks for the answer',
		description: 'Looks for the answer to a question while its workflow waits. The iMessage node uses this node by itself.',
		defaults: { name: 'iMessage Answer Clock' },
		hidden: true,
		// A hidden node is no tool, and n8n's rules ask every node to say so.
		usableAsTool: undefined,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['open', 'ended'],
		credentials: spectrumCredentials,
		properties: [
			authenticationField,
			{
				displayName: 'Order',
				name: 'order',
				type: 'string',
				noDataExpression: true,
				default: '',
				description: 'The question and what belongs to it, as JSON',
			},
			{
				displayName: 'Sealed Address',
				name: 'sealed',
				type: 'string',
				noDataExpression: true,
				default: '',
				description: 'Where the answer is delivered, encrypted',
			},
		],
	};

	execute: INodeType['execute'];

	/** @param hub default: the one of the process */
	constructor(hub?: AskingHub) {
		this.execute = async function (this: IExecuteFunctions) {
			const uptime = hub?.ports.uptime() ?? performance.now();
			const left = askingTimes.afterStart - uptime;
			const carried = this.getContext('node') as Carried;
			if (carried.runs === true && left > 0) return await sleepOn(this, left);
			return await lookForAnswer(this, hub);
		};
	}
}

/**
 * While n8n starts, it resumes every wait that is over, and marks as crashed what runs at one moment of the start. So a
 * clock that is woken then sleeps on at once, without loading anything.
 */
async function sleepOn(context: IExecuteFunctions, milliseconds: number): Promise<INodeExecutionData[][]> {
	await context.putExecutionToWait(new Date(Date.now() + milliseconds));
	return [[{ json: {} }], []];
}

/** Loads what it needs only here: see {@link sleepOn}. */
async function lookForAnswer(context: IExecuteFunctions, hub?: AskingHub): Promise<INodeExecutionData[][]> {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it when n8n starts
	const { beat } = require('./beat') as typeof Beat;
	return await beat(context, hub ?? processHub());
}
