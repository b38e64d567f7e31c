/**
 * The package as it is published: what `gulp build` has compiled, and not what tsx makes of the sources, which is slower
 * because it gives every function its name again.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type * as CloudApi from '../../credentials/SpectrumCloudApi.credentials';
import type * as SelfHostedApi from '../../credentials/SpectrumSelfHostedApi.credentials';
import type * as Conversation from '../../nodes/ImessageConversation/ImessageConversation.node';
import type * as Send from '../../nodes/Imessage/Imessage.node';
import type * as Trigger from '../../nodes/ImessageTrigger/ImessageTrigger.node';
import type * as Http from '../../nodes/shared/n8n/credentials/http';
import type * as Sends from '../../nodes/shared/spectrum/codec/messageSends';
import type * as Markdown from '../../nodes/shared/spectrum/text/markdown/markdown';
import type * as EventFilter from '../../nodes/shared/spectrum/filter/eventFilter';
import type * as Pool from '../../nodes/shared/spectrum/gateway/pool/pool';
import type * as Delivery from '../../nodes/shared/spectrum/webhook/delivery';
import type * as ToEvent from '../../nodes/shared/spectrum/webhook/toEvent';
import type * as Verification from '../../nodes/shared/spectrum/webhook/verification';

export const packageRoot = join(__dirname, '../..');

/** n8n's name of each measured node. */
export const types = {
	send: 'n8n-nodes-spectrum-imessage.imessage',
	trigger: 'n8n-nodes-spectrum-imessage.imessageTrigger',
	conversation: 'n8n-nodes-spectrum-imessage.imessageConversation',
};

function built<Module>(path: string): Module {
	const file = join(packageRoot, 'dist', `${path}.js`);
	if (!existsSync(file)) throw new Error(`${file} is missing. Run "npm run build" first`);
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- a path that exists after a build only
	return require(file) as Module;
}

export const builtCredentials = () => [
	new (built<typeof CloudApi>('credentials/SpectrumCloudApi.credentials').SpectrumCloudApi)(),
	new (built<typeof SelfHostedApi>('credentials/SpectrumSelfHostedApi.credentials').SpectrumSelfHostedApi)(),
];
export const builtSend = () => new (built<typeof Send>('nodes/Imessage/Imessage.node').Imessage)();
export const builtTrigger = () => new (built<typeof Trigger>('nodes/ImessageTrigger/ImessageTrigger.node').ImessageTrigger)();
export const builtConversation = () =>
	new (built<typeof Conversation>('nodes/ImessageConversation/ImessageConversation.node').ImessageConversation)();
export const builtPool = () => built<typeof Pool>('nodes/shared/spectrum/gateway/pool/pool').sharedPool;
export const builtHttpPort = () => built<typeof Http>('nodes/shared/n8n/credentials/http').httpPort;
export const builtSends = () => built<typeof Sends>('nodes/shared/spectrum/codec/messageSends');
export const builtMarkdown = () => built<typeof Markdown>('nodes/shared/spectrum/text/markdown/markdown').fromMarkdown;
/** What stands between a request of a webhook and its item. */
export const builtWebhook = () => ({
	...built<typeof Verification>('nodes/shared/spectrum/webhook/verification'),
	...built<typeof Delivery>('nodes/shared/spectrum/webhook/delivery'),
	...built<typeof ToEvent>('nodes/shared/spectrum/webhook/toEvent'),
	...built<typeof EventFilter>('nodes/shared/spectrum/filter/eventFilter'),
});
