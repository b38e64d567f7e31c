import type { ProjectProfile } from './controlPlane/profile';
import type { LineStatus, ListedLine } from './controlPlane/project';
import type { DisabledReason, Webhook } from './controlPlane/webhooks';
import type { StoredUser, Users } from './store/users';
import type { World } from './world';

/** What a person does with a project on Spectrum's dashboard, without a request of the client. */
export class Dashboard {
	constructor(private readonly world: World) {}

	/** Disables a webhook, by hand or for another reason; it hears nothing until a person enables it. */
	disableWebhook(id: string, reason: DisabledReason = 'manual'): Webhook {
		return this.world.webhooks.disable(id, reason);
	}

	enableWebhook(id: string): Webhook {
		return this.world.webhooks.enable(id);
	}

	/**
	 * Signs Standard Webhooks with another secret from now on, and for so long with the one before it too; the answer is
	 * the new secret. Default a day.
	 */
	rotateStandardSecret(webhookId: string, overlapSeconds = 86_400): string {
		return this.world.webhooks.rotateStandard(webhookId, overlapSeconds).secret;
	}

	/** The lines as the control plane lists them. */
	get lines(): readonly ListedLine[] {
		return this.world.lines.listed;
	}

	/** Whether the control plane gives a line to new people. */
	setLineStatus(line: string, status: LineStatus): void {
		this.world.lines.setStatus(line, status);
	}

	/** The people registered with the project; `optIn` is what an accepted invitation does. */
	get users(): Users {
		return this.world.users;
	}

	/** Registers a person of the shared plan; by default they have opted in. */
	addUser(
		phoneNumber: string,
		{ optedIn = true, firstName }: { readonly optedIn?: boolean; readonly firstName?: string } = {},
	): StoredUser {
		const createdAt = this.world.now();
		if (this.users.has(phoneNumber)) throw new Error(`${phoneNumber} is registered already`);
		const user = this.users.add({ type: 'shared', phoneNumber, assignedPhoneNumber: '+15559990001', createdAt, firstName });
		if (optedIn) this.users.optIn(phoneNumber);
		return user;
	}

	/** Whether each platform is enabled for the project; without iMessage no tokens are minted. */
	get platforms(): Map<string, boolean> {
		return this.world.platforms;
	}

	/** How the project shows itself. */
	get profile(): ProjectProfile {
		return this.world.profile;
	}
}
