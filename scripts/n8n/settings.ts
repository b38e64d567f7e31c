/** What one process of n8n is told. */
export interface N8nSettings {
	/** Holds `.n8n`: database, key, community packages. */
	readonly userFolder: string;
	readonly port: number;
	readonly brokerPort: number;
	readonly encryptionKey: string;
	/** The address that the world knows; where webhooks are registered. */
	readonly webhookUrl: string;
	/** Settings of a test's own, such as those of queue mode; they win. */
	readonly extra?: Readonly<Record<string, string>>;
}

/** Everything that would call somebody, or show what no test looks at. */
const off = [
	'N8N_DIAGNOSTICS_ENABLED',
	'N8N_VERSION_NOTIFICATIONS_ENABLED',
	'N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED',
	'N8N_DYNAMIC_BANNERS_ENABLED',
	'N8N_TEMPLATES_ENABLED',
	'N8N_PERSONALIZATION_ENABLED',
	'N8N_HIRING_BANNER_ENABLED',
	'N8N_LICENSE_AUTO_RENEW_ENABLED',
	'N8N_AI_ENABLED',
	'N8N_VERIFIED_PACKAGES_ENABLED',
	'N8N_PYTHON_ENABLED',
	'N8N_SECURE_COOKIE',
];

/** The whole environment of the process: nothing of the developer's own settings reaches it. */
export function environmentOf({ userFolder, port, brokerPort, encryptionKey, webhookUrl, extra }: N8nSettings): Record<string, string> {
	return {
		PATH: process.env.PATH ?? '',
		// Caches of n8n's libraries stay in the folder that is removed afterwards.
		HOME: userFolder,
		TZ: 'UTC',
		GENERIC_TIMEZONE: 'UTC',
		...Object.fromEntries(off.map((name) => [name, 'false'])),
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_HOST: 'localhost',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_ENCRYPTION_KEY: encryptionKey,
		N8N_LOG_LEVEL: 'info',
		N8N_LOG_OUTPUT: 'console',
		DB_TYPE: 'sqlite',
		WEBHOOK_URL: webhookUrl,
		...extra,
	};
}
