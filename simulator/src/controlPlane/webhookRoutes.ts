import { fail, succeed, type RouteAnswer } from './answers';
import { egressAddresses } from '../deliveries/post';
import type { Project } from './project';
import { objectOf, type RoutePattern, type RouteRequest } from './route';
import type { SchemaVersion, Webhook, WebhookOptions } from './webhooks';

const usualOverlapSeconds = 86_400;
const longestOverlapSeconds = 604_800;

export const webhookRoutes: readonly RoutePattern[] = [
	{ name: 'listWebhooks', method: 'GET', path: '/webhooks/', answer: list },
	{ name: 'registerWebhook', method: 'POST', path: '/webhooks/', answer: register },
	{ name: 'egressIps', method: 'GET', path: '/webhooks/egress-ips', isNew: true, answer: () => succeed({ ips: egressAddresses }) },
	{ name: 'deleteWebhook', method: 'DELETE', path: '/webhooks/:id/', answer: remove },
	{ name: 'updateWebhook', method: 'PATCH', path: '/webhooks/:id', isNew: true, answer: update },
	{ name: 'rotateWebhookSecret', method: 'POST', path: '/webhooks/:id/secret/rotate', isNew: true, answer: rotate },
];

function list({ webhooks }: Project): RouteAnswer {
	return succeed(webhooks.all.map(shown));
}

/** A registration without its secrets. One of July shows what July showed. */
function shown(webhook: Webhook): Record<string, unknown> {
	const { id, webhookUrl, createdAt, updatedAt, generation } = webhook;
	if (generation === 'july') return { id, webhookUrl, createdAt, updatedAt };
	const { schemaVersion, eventTypes, disabledAt, disabledReason, failureNotificationEmail } = webhook;
	const isEnabled = disabledAt === undefined;
	return {
		id,
		webhookUrl,
		schemaVersion,
		eventTypes,
		enabled: isEnabled,
		status: isEnabled ? 'active' : 'disabled',
		disabledAt: disabledAt ?? null,
		disabledReason: disabledReason ?? null,
		failureNotificationEmail: failureNotificationEmail ?? null,
		createdAt,
		updatedAt,
	};
}

function register({ webhooks, settings, unreachable }: Project, { body }: RouteRequest): RouteAnswer {
	const fields = objectOf(body) ?? {};
	const url = webhookUrlOf(fields.webhookUrl);
	if (url === undefined) return fail(422, 'webhookUrl must be an http or https URL', 'validation');
	const problem = settings.checksWebhookUrls ? unreachable(url) : undefined;
	if (problem !== undefined) return fail(422, `webhookUrl cannot be delivered to: ${problem}`, 'validation');
	const options = settings.generation === 'july' ? { generation: 'july' as const } : optionsOf(fields);
	if (typeof options === 'string') return fail(422, options, 'validation');
	const webhook = webhooks.register(url, options);
	if (webhook === undefined) return fail(409, 'This URL is registered already', 'webhookExists');
	const { signingSecret, standardSigningSecret } = webhook;
	return succeed({ ...shown(webhook), signingSecret, standardSigningSecret }, 201);
}

function remove({ webhooks }: Project, { id }: RouteRequest): RouteAnswer {
	if (!webhooks.delete(id)) return noSuchWebhook();
	return succeed({ id });
}

function update({ webhooks }: Project, { id, body }: RouteRequest): RouteAnswer {
	const webhook = webhooks.get(id);
	if (webhook === undefined) return noSuchWebhook();
	const fields = objectOf(body);
	if (fields === undefined) return fail(422, 'The body must be an object', 'validation');
	const { enabled, failureNotificationEmail: email, schemaVersion } = fields;
	if (enabled !== undefined && typeof enabled !== 'boolean') return fail(422, 'enabled must be true or false', 'validation');
	if (email !== undefined && email !== null && typeof email !== 'string') {
		return fail(422, 'failureNotificationEmail must be a text', 'validation');
	}
	if (schemaVersion !== undefined && schemaVersion !== webhook.schemaVersion && schemaVersion !== 'raw-inbound.v1') {
		return fail(422, 'schemaVersion may only become raw-inbound.v1', 'validation');
	}
	webhooks.change(id, {
		...(email === undefined ? {} : { failureNotificationEmail: email ?? undefined }),
		...(schemaVersion === undefined ? {} : { schemaVersion: schemaVersion as SchemaVersion }),
	});
	if (enabled === true) webhooks.enable(id);
	if (enabled === false) webhooks.disable(id, 'manual');
	return succeed(shown(webhooks.get(id) as Webhook));
}

function rotate({ webhooks }: Project, { id, body }: RouteRequest): RouteAnswer {
	if (webhooks.get(id) === undefined) return noSuchWebhook();
	const { overlapSeconds = usualOverlapSeconds } = (body === '' ? {} : objectOf(body)) ?? {};
	const isValid =
		Number.isInteger(overlapSeconds) && (overlapSeconds as number) >= 0 && (overlapSeconds as number) <= longestOverlapSeconds;
	if (!isValid) return fail(422, `overlapSeconds must be from 0 to ${longestOverlapSeconds}`, 'validation');
	const { secret, previousValidUntil } = webhooks.rotateStandard(id, overlapSeconds as number);
	return succeed({ standardSigningSecret: secret, previousValidUntil: new Date(previousValidUntil).toISOString() });
}

/** The contract checks the form only: http and private names pass, and fail when something is delivered. */
function webhookUrlOf(webhookUrl: unknown): string | undefined {
	if (typeof webhookUrl !== 'string' || !URL.canParse(webhookUrl)) return undefined;
	return /^https?:$/.test(new URL(webhookUrl).protocol) ? webhookUrl : undefined;
}

/** A text tells what is wrong. */
function optionsOf(fields: Readonly<Record<string, unknown>>): WebhookOptions | string {
	const { schemaVersion = 'normalized-events.v1', eventTypes = ['message.received'], failureNotificationEmail } = fields;
	if (schemaVersion !== 'normalized-events.v1' && schemaVersion !== 'raw-inbound.v1') return 'schemaVersion is not known';
	if (!Array.isArray(eventTypes) || eventTypes.length === 0 || eventTypes.some((type) => typeof type !== 'string')) {
		return 'eventTypes must be a list of texts';
	}
	if (failureNotificationEmail !== undefined && typeof failureNotificationEmail !== 'string') {
		return 'failureNotificationEmail must be a text';
	}
	return { generation: 'november', schemaVersion, eventTypes: eventTypes as string[], failureNotificationEmail };
}

function noSuchWebhook(): RouteAnswer {
	return fail(404, 'No such webhook', 'notFound');
}
