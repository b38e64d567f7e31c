import type { IHookFunctions } from 'n8n-workflow';
import { StoredWebhooks } from '../../../nodes/ImessageTrigger/webhook/storedWebhooks';

const host = 'https://n8n.example.test';

function setting({ production, test }: { readonly production: string; readonly test: string }) {
	const data = {};
	const context: Partial<Record<keyof IHookFunctions, unknown>> = {
		getNode: () => ({ id: 'node' }),
		getWorkflow: () => ({ id: 'workflow' }),
		getWorkflowStaticData: () => data,
	};
	const webhooks = new StoredWebhooks();
	const at = (url: string) => webhooks.purposeAt(context as unknown as IHookFunctions, url);
	webhooks.write(context as unknown as IHookFunctions, 'production', {
		state: 'own',
		webhookId: '1',
		secret: 's',
		url: `${host}${production}`,
		since: 1,
	});
	webhooks.write(context as unknown as IHookFunctions, 'test', { state: 'removed', url: `${host}${test}`, since: 2 });
	return at;
}

it.each([
	['the usual ones', '/webhook/1/imessage', '/webhook-test/1/imessage'],
	['with the test below', '/hooks/1/imessage', '/test/hooks/1/imessage'],
	['with the active workflow below', '/live/hooks/1/imessage', '/hooks/1/imessage'],
])('tells the two addresses of a node apart, whatever n8n calls them: %s', (_name, production, test) => {
	const at = setting({ production, test });
	expect([at(`${host}${production}`), at(`${host}${test}`)]).toEqual(['production', 'test']);
});

it('knows an address again under another host, and in another folder', () => {
	const at = setting({ production: '/webhook/1/imessage', test: '/webhook-test/1/imessage' });
	expect(at('https://moved.example.test/n8n/webhook/1/imessage')).toBe('production');
	expect(at('https://moved.example.test/n8n/webhook-test/1/imessage')).toBe('test');
	expect(at(`${host}/webhook/2/imessage`)).toBeUndefined();
});
