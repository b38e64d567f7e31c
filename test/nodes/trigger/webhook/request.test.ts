import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { createHmac } from 'node:crypto';
import { ImessageTrigger } from '../../../../nodes/ImessageTrigger/ImessageTrigger.node';
import { FakeClock } from '../../../support/fakeClock';

const secret = 'the secret of the webhook';
const body = Buffer.from(
	JSON.stringify({
		event: 'messages',
		space: { id: 'any;-;+15551234567' },
		message: { id: 'm1', content: { type: 'text', text: 'Hi' } },
	}),
);
const clock = new FakeClock();

/** A request as a host hands it on. The parsed body is always there, the bytes are what the test says. */
function contextWith(request: { rawBody?: Buffer; readRawBody?: () => Promise<void> }) {
	const seconds = String(clock.now() / 1_000);
	const answers: Array<{ status: number; body: unknown }> = [];
	const warnings: string[] = [];
	const data: IDataObject = {
		webhooks: { production: { state: 'own', webhookId: 'hook', secret, url: 'https://n8n.example.test/x', since: 0 } },
	};
	const context: Partial<Record<keyof IWebhookFunctions, unknown>> = {
		getNode: () => ({ id: 'n1', name: 'iMessage Trigger', parameters: {} }),
		getWorkflow: () => ({ id: 'w1', name: 'Flow' }),
		getMode: () => 'webhook',
		getNodeParameter: (name: string, fallback: unknown) => (name === 'events' ? ['message.received'] : fallback),
		getWorkflowStaticData: () => data,
		getBodyData: () => JSON.parse(body.toString()) as unknown,
		getHeaderData: () => ({
			'x-spectrum-webhook-id': 'hook',
			'x-spectrum-timestamp': seconds,
			'x-spectrum-signature': `v0=${createHmac('sha256', secret).update(`v0:${seconds}:`).update(body).digest('hex')}`,
		}),
		getRequestObject: () => Object.assign(request, { body: JSON.parse(body.toString()) }),
		getResponseObject: () => ({
			status: (status: number) => ({ json: (answer: unknown) => answers.push({ status, body: answer }) }),
		}),
		logger: { warn: (message: string) => warnings.push(message), debug: () => undefined },
	};
	return { context: context as unknown as IWebhookFunctions, answers, warnings };
}

const webhook = (context: IWebhookFunctions) => new ImessageTrigger({ clock }).webhook?.call(context);

test('the bytes that the host kept are verified, and the node answers by itself', async () => {
	const { context, answers } = contextWith({ rawBody: body });
	// With `noWebhookResponse` n8n saves the stored data at once, before the run: see receive.ts.
	expect(await webhook(context)).toEqual({
		noWebhookResponse: true,
		workflowData: [[{ json: expect.objectContaining({ id: 'm1' }) }]],
	});
	expect(answers).toEqual([{ status: 200, body: { status: 'accepted' } }]);
});

test('bytes that are not read yet are read', async () => {
	const request: { rawBody?: Buffer; readRawBody?: () => Promise<void> } = {};
	request.readRawBody = async () => {
		request.rawBody = body;
	};
	const { context, answers } = contextWith(request);
	await webhook(context);
	expect(answers).toEqual([{ status: 200, body: { status: 'accepted' } }]);
});

test('without the bytes nothing is trusted: the parsed body never stands in, and the sender tries again', async () => {
	const { context, answers, warnings } = contextWith({});
	expect(await webhook(context)).toEqual({ noWebhookResponse: true });
	expect(answers).toEqual([{ status: 500, body: { status: 'refused', reason: 'noRawBody' } }]);
	expect(warnings).toEqual([expect.stringContaining('did not keep the bytes')]);
});

test('a run that could not be started is not taken for done', async () => {
	const node = new ImessageTrigger({ clock });
	const broken = contextWith({ rawBody: body });
	broken.context.getResponseObject = () => {
		throw new Error('The connection is gone');
	};
	await expect(node.webhook?.call(broken.context)).rejects.toThrow('The connection is gone');
	const second = contextWith({ rawBody: body });
	await node.webhook?.call(second.context);
	expect(second.answers).toEqual([{ status: 200, body: { status: 'accepted' } }]);
});
