import './environment';
import { createRequire } from 'node:module';
import type * as BackendCommon from '@n8n/backend-common';
import type * as Config from '@n8n/config';
import type * as Di from '@n8n/di';

/**
 * The packages that n8n-core itself loads. They are taken from where it finds them and not imported: a second copy of
 * the container would hold services that the engine never sees.
 */
export const requireFromCore = createRequire(require.resolve('n8n-core'));

export const { Container } = requireFromCore('@n8n/di') as typeof Di;
/** In `npm run test:fast` several files share n8n-core: none may find the services that another has made. */
Container.reset();

export const { Logger } = requireFromCore('@n8n/backend-common') as typeof BackendCommon;
export const { GlobalConfig } = requireFromCore('@n8n/config') as typeof Config;
export type Logger = BackendCommon.Logger;

/** lodash's deep copy, which n8n's memory cache uses. */
export const cloneDeep = requireFromCore('lodash/cloneDeep') as <T>(value: T) => T;

interface ScheduledTaskManager {
	deregisterCrons(workflowId: string): void;
}
const { ScheduledTaskManager } = requireFromCore('./execution-engine/scheduled-task-manager') as {
	ScheduledTaskManager: new () => ScheduledTaskManager;
};
const { InstanceSettings } = requireFromCore('./instance-settings/instance-settings') as {
	InstanceSettings: new () => { markAsLeader(): void; readonly hmacSignatureSecret: string };
};

/** Crons tick on the main process that leads; a single main always does. */
export function lead(): void {
	Container.get(InstanceSettings).markAsLeader();
}

/** n8n-core knows crons by the workflow's own id, not by the name that a host gives it among active workflows. */
export function endCrons(workflowId: string): void {
	Container.get(ScheduledTaskManager).deregisterCrons(workflowId);
}

const { generateUrlSignature, prepareUrlForSigning } = requireFromCore('./utils/signature-helpers') as {
	generateUrlSignature: (url: string, secret: string) => string;
	prepareUrlForSigning: (url: URL) => string;
};

/** What n8n puts into a signed address, with a key of the instance. */
export function signatureOf(url: URL): string {
	return generateUrlSignature(prepareUrlForSigning(url), Container.get(InstanceSettings).hmacSignatureSecret);
}

interface SshClientsManager {
	onShutdown(): void;
}
const { SSHClientsManager } = requireFromCore('./execution-engine/ssh-clients-manager') as {
	SSHClientsManager: new () => SshClientsManager;
};

/**
 * Every context with helpers makes n8n-core start a timer that looks for stale SSH connections, once a process. Nothing
 * here opens one, but the timer would keep the process alive: this ends it, as n8n does when it stops.
 */
export function endSshTimer(): void {
	Container.get(SSHClientsManager).onShutdown();
}
