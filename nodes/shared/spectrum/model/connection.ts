/** Spectrum's public control plane. */
export const defaultControlPlaneUrl = 'https://spectrum.photon.codes';
/** gRPC address of the shared plan, `host:port`. */
export const defaultSharedAddress = 'imessage.spectrum.photon.codes:443';
/** gRPC address of a dedicated line; `{instanceId}` stands for the line's instance. */
export const defaultDedicatedAddressPattern = '{instanceId}.imsg.photon.codes:443';

/** The content of an `iMessage Spectrum Cloud API` credential. Every field belongs to the connection's identity. */
export interface CloudConnection {
	readonly kind: 'cloud';
	readonly projectId: string;
	readonly projectSecret: string;
	/** Signing secret of a webhook registered by hand; absent when the Trigger registers its own. */
	readonly webhookSecret?: string;
	/** Base URL without a trailing slash. */
	readonly controlPlaneUrl: string;
	readonly sharedAddress: string;
	readonly dedicatedAddressPattern: string;
	/** Base URL of the HTTP middleware, without a trailing slash. Absent: calls travel by gRPC. */
	readonly http?: string;
	/** PEM of a private certificate authority. This connection trusts it in addition to the public ones. */
	readonly ca?: string;
}

/** One line of a self-hosted server. */
export interface SelfHostedLine {
	/** `host:port` for gRPC. For HTTP a base URL without a trailing slash. */
	readonly address: string;
	/** Chooses a dedicated line behind an HTTP server (contract 9.4). Absent: the shared pool, or the only line. */
	readonly instanceId?: string;
	readonly token: string;
	/** The line's number in E.164, or `shared` when the user did not name it. */
	readonly phone: string;
}

/** The content of an `iMessage Spectrum Self-Hosted API` credential. Every field belongs to the connection's identity. */
export interface SelfHostedConnection {
	readonly kind: 'selfHosted';
	readonly lines: readonly SelfHostedLine[];
	/** Absent: calls travel by gRPC. */
	readonly protocol?: 'http';
	/** False only when the user chose an unencrypted connection. */
	readonly tls: boolean;
	readonly ca?: string;
}

/** A checked credential, free of n8n's types. */
export type Connection = CloudConnection | SelfHostedConnection;

/** Whether calls travel by HTTP, which has no event streams (contract 9.4). */
export function isByHttp(connection: Connection): boolean {
	return connection.kind === 'cloud' ? connection.http !== undefined : connection.protocol === 'http';
}
