import { systemClock, type Clock } from '../timing/clock';
import type { HttpPort } from '../net/http';
import {
	ControlPlaneClient,
	type ControlPlaneAccess,
	type ControlPlaneCallOptions,
	type ControlPlaneRequest,
	type Redirect,
} from './controlPlaneClient';
import { parseNewWebhook, parseTokens, parseWebhooks, type MintedTokens, type NewWebhook, type WebhookRegistration } from './payloads';
import {
	parseImessageEnabled,
	parseLine,
	parseLines,
	parseProfileSynced,
	parseUser,
	parseUsers,
	type ListedLine,
	type ProjectUser,
	type UserPage,
	type UserType,
} from './projectPayloads';
import { present } from '../values/present';

export { controlPlaneTimeoutMilliseconds, type ControlPlaneAccess, type ControlPlaneCallOptions } from './controlPlaneClient';

/** Which users to list. A control plane that does not know a filter ignores it, so check the users it returns. */
export interface UserFilter {
	readonly type?: UserType;
	readonly id?: string;
	/** Part of a number, a name or an email address. */
	readonly search?: string;
	/** At most 500. */
	readonly limit?: number;
	/** How many to skip, from 0. */
	readonly offset?: number;
}

/** A person to register. */
export interface NewUser {
	readonly type: UserType;
	/** E.164. */
	readonly phoneNumber: string;
	/** The number of a line of the project. Only for `dedicated`, and required there. */
	readonly assignedPhoneNumber?: string;
	readonly firstName?: string;
	readonly lastName?: string;
	readonly email?: string;
}

/** The most users that one request may ask for. */
export const largestUserPage = 500;

/**
 * The control plane of Spectrum Cloud: one method for each of its calls, one attempt each. Every failure is a
 * `SpectrumError`: 429 and 5xx are `retryable`, with the wait that the server asked for.
 */
export class ControlPlane {
	private readonly client: ControlPlaneClient;

	constructor(access: ControlPlaneAccess, http: HttpPort, clock: Pick<Clock, 'now'> = systemClock) {
		this.client = new ControlPlaneClient(access, http, clock);
	}

	/** Mints gRPC tokens for all lines of the project. Limited to 300 a minute for each IP address: share them. */
	async mintTokens(options: ControlPlaneCallOptions = {}): Promise<MintedTokens> {
		return await this.client.call('mintTokens', { method: 'POST', path: ['imessage', 'tokens'] }, parseTokens, options);
	}

	/** Every registered webhook of the project, oldest first, including those that others registered. */
	async webhooks(options: ControlPlaneCallOptions = {}): Promise<WebhookRegistration[]> {
		return await this.client.call('listWebhooks', { method: 'GET', path: ['webhooks'], end: '/' }, parseWebhooks, options);
	}

	/**
	 * Registers `webhookUrl`. Kind `duplicate` (HTTP 409) when the project has this URL already.
	 * @param schemaVersion the form of the deliveries; absent leaves the choice to the control plane, which older versions require
	 */
	async registerWebhook(webhookUrl: string, schemaVersion?: string, options: ControlPlaneCallOptions = {}): Promise<NewWebhook> {
		const body = { webhookUrl, ...present({ schemaVersion }) };
		return await this.client.call('registerWebhook', { method: 'POST', path: ['webhooks'], end: '/', body }, parseNewWebhook, options);
	}

	/** Lets Spectrum deliver to a disabled webhook again. Kind `notFound` when it is gone, or when an older control plane cannot do this. */
	async enableWebhook(webhookId: string, options: ControlPlaneCallOptions = {}): Promise<void> {
		const request: ControlPlaneRequest = { method: 'PATCH', path: ['webhooks', webhookId], body: { enabled: true } };
		await this.client.call('enableWebhook', request, () => undefined, options);
	}

	/** Stops delivery to one webhook. Kind `notFound` when it is gone already. */
	async deleteWebhook(webhookId: string, options: ControlPlaneCallOptions = {}): Promise<void> {
		await this.client.call('deleteWebhook', { method: 'DELETE', path: ['webhooks', webhookId], end: '/' }, () => undefined, options);
	}

	/** The people registered with the project: contract 9.1. */
	async users(filter: UserFilter = {}, options: ControlPlaneCallOptions = {}): Promise<UserPage> {
		return await this.client.call('listUsers', { method: 'GET', path: ['users'], end: '/', query: { ...filter } }, parseUsers, options);
	}

	/**
	 * Registers a person. For a number that is registered already, the result is that person, with the names changed to
	 * those given. Older control planes refuse it with kind `duplicate` (HTTP 409).
	 */
	async createUser(user: NewUser, options: ControlPlaneCallOptions = {}): Promise<ProjectUser> {
		return await this.client.call('createUser', { method: 'POST', path: ['users'], end: '/', body: { ...user } }, parseUser, options);
	}

	/** Removes a person. Kind `notFound` when the project has no such person. */
	async deleteUser(userId: string, options: ControlPlaneCallOptions = {}): Promise<void> {
		await this.client.call('deleteUser', { method: 'DELETE', path: ['users', userId], end: '/' }, () => undefined, options);
	}

	/**
	 * The link that invites a person of the shared plan to write first: it opens Messages on their phone. The sources
	 * disagree on whether the call is below the project, so `below` selects the address.
	 * @param message the text that Messages then contains, up to 1,000 characters
	 */
	async userRedirect(
		userId: string,
		below: 'project' | 'root',
		message?: string,
		options: ControlPlaneCallOptions = {},
	): Promise<Redirect> {
		const request: ControlPlaneRequest = { method: 'GET', path: ['users', userId, 'redirect'], query: { msg: message }, below };
		return await this.client.redirect('userRedirect', request, isMessagingLink, options);
	}

	/** The lines of the project for iMessage, with their state. */
	async lines(options: ControlPlaneCallOptions = {}): Promise<ListedLine[]> {
		const request: ControlPlaneRequest = { method: 'GET', path: ['lines'], end: '/', query: { platform: 'imessage' } };
		return await this.client.call('listLines', request, parseLines, options);
	}

	/** The best line for someone new. Kind `notFound` when none is available, or when an older control plane cannot choose. */
	async routeLine(options: ControlPlaneCallOptions = {}): Promise<ListedLine> {
		return await this.client.call('routeLine', { method: 'GET', path: ['lines', 'route'] }, parseLine, options);
	}

	/** Whether the project's profile, its name and photo, is synced with iMessage. False when an older control plane does not say. */
	async isProfileSynced(options: ControlPlaneCallOptions = {}): Promise<boolean> {
		return await this.client.call('getProject', { method: 'GET', path: [], end: '/' }, parseProfileSynced, options);
	}

	/** Whether iMessage is enabled for the project; undefined when the answer does not say. */
	async isImessageEnabled(options: ControlPlaneCallOptions = {}): Promise<boolean | undefined> {
		return await this.client.call('listPlatforms', { method: 'GET', path: ['platforms'], end: '/' }, parseImessageEnabled, options);
	}
}

/** Whether the link opens a messaging app. No other link is accepted, because a person will open it. */
function isMessagingLink(location: string): boolean {
	return location.length <= 5_000 && /^(sms|smsto|imessage|messages):[^\s<>"]+$/i.test(location);
}
