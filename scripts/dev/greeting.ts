import { cloudFields, httpDifference, printedFields, selfHostedFields } from '../../simulator/src/standalone/fields';
import type { Simulator } from '../../simulator/src';
import type { DevMode } from './arguments';

/** What a person types into n8n's login. */
export interface Login {
	readonly email: string;
	readonly password: string;
}

export interface Addresses {
	readonly phone: string;
	/** Absent when n8n runs elsewhere. */
	readonly n8n?: { readonly url: string; readonly login: Login };
}

/** The four lines that say all a person needs: where, where, what first, and how to stop. */
export function fourLines({ phone, n8n }: Addresses): string[] {
	if (n8n === undefined) {
		return [
			'n8n    runs elsewhere: create a credential there with the fields above',
			`Phone  ${phone}`,
			'First  Publish a workflow with the iMessage Trigger in n8n, then write to the line on the phone page',
			'Stop   Ctrl-C',
		];
	}
	return [
		`n8n    ${n8n.url}  (${n8n.login.email}, password ${n8n.login.password})`,
		`Phone  ${phone}`,
		'First  Write a message on the phone page. The workflow "Answer an iMessage" answers; change it in n8n and publish it again',
		'Stop   Ctrl-C (the key r builds the nodes again and restarts n8n)',
	];
}

/** What an n8n elsewhere needs to connect. */
export function credentialText(simulator: Simulator, mode: DevMode): string {
	const isOwn = mode === 'self-hosted';
	const kind = isOwn ? 'iMessage Spectrum Self-Hosted API' : 'iMessage Spectrum Cloud API';
	const overHttp = isOwn ? `\nThe same over HTTP: ${httpDifference(simulator)}\n` : '';
	return `Credential "${kind}"\n\n${printedFields(isOwn ? selfHostedFields(simulator) : cloudFields(simulator))}\n${overHttp}`;
}
