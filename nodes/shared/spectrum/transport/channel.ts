import { Client, credentials, type ChannelCredentials, type ClientOptions } from '@grpc/grpc-js';
import type { Clock } from '../timing/clock';
import { proxyFor } from '../net/proxy';
import { Dialling } from './dialling';
import { wireLimitBytes } from '../model/attachment';
import { trustedCertificates } from './rootCertificates';
import type { GrpcTarget } from './Transport';
import { userAgent } from './version';

/** How a channel checks its connection and reconnects. All in milliseconds. */
export interface ChannelTimes {
	/** Longest time from an accepted connection until calls can be made over it. */
	readonly ready: number;
	/** Silence on a connection with a call under way, after which a keepalive ping is sent. */
	readonly keepaliveTime: number;
	/** How long the answer to a ping may take before the connection counts as broken. */
	readonly keepaliveTimeout: number;
	/** First pause before a server that could not be reached is tried again. It grows with each attempt. */
	readonly firstReconnect: number;
	/** Longest such pause. */
	readonly longestReconnect: number;
}

/**
 * Keepalive as in the official client. `ready` is MIN_CONNECT_TIMEOUT of gRPC's connection-backoff document, which
 * grpc-js does not observe. By default grpc-js waits up to 2 minutes between two attempts to reconnect.
 */
export const defaultChannelTimes: ChannelTimes = {
	ready: 20_000,
	keepaliveTime: 30_000,
	keepaliveTimeout: 20_000,
	firstReconnect: 500,
	longestReconnect: 5_000,
};

const channelOptions = (times: ChannelTimes): ClientOptions => ({
	'grpc.primary_user_agent': userAgent,
	'grpc.max_send_message_length': wireLimitBytes,
	'grpc.max_receive_message_length': wireLimitBytes,
	'grpc.keepalive_time_ms': times.keepaliveTime,
	'grpc.keepalive_timeout_ms': times.keepaliveTimeout,
	'grpc.keepalive_permit_without_calls': 0,
	// grpc-js shares connections between all channels of the process with equal options. Credentials must not share one.
	'grpc.use_local_subchannel_pool': 1,
	// A service config from DNS could add retries. Only `retry.ts` decides about retries.
	'grpc.service_config_disable_resolution': 1,
	'grpc.initial_reconnect_backoff_ms': times.firstReconnect,
	'grpc.max_reconnect_backoff_ms': times.longestReconnect,
	// grpc-js reads only some of the proxy variables, so `tunnel.ts` connects through the proxy.
	'grpc.enable_http_proxy': 0,
});

/** A channel of grpc-js, and the sockets behind it. */
export interface Channel {
	readonly client: Client;
	readonly dialling: Dialling;
}

/**
 * Opens the channel of one server, through the proxy that the environment names for it. Nothing is dialled before the
 * first call. Throws `invalid` for a CA that is not PEM.
 */
export function openChannel(target: GrpcTarget, times: ChannelTimes, clock: Clock): Channel {
	const { address, tls } = target;
	const proxy = proxyFor(address, tls);
	const dialling = new Dialling({ address, tls, proxy }, times.ready, clock);
	const dialled = proxy === undefined || 'unusable' in proxy ? address : proxy.address;
	// With the scheme written out, a host called `unix` or `ipv4` is not mistaken for a scheme.
	const client = new Client(`dns:${dialled}`, dialling.credentials(channelCredentials(target)), {
		...channelOptions(times),
		'grpc.default_authority': address,
	});
	dialling.attach(client);
	return { client, dialling };
}

function channelCredentials(target: GrpcTarget): ChannelCredentials {
	if (!target.tls) return credentials.createInsecure();
	return credentials.createSsl(trustedCertificates(target.ca));
}
