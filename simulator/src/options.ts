import type { Clock } from './clock';
import type { Generation } from './deliveries/behaviour';
import type { Audience } from './services/behaviour';
import type { Retention } from './retention';
import type { Snapshot } from './snapshot/snapshot';
import type { ChatService } from './store/chat';
import type { InboundContent } from './store/content';
import type { SimulatedPlan } from './store/line';
import type { MessagePlace, StoredFormat, StoredMedia, StoredMention } from './store/message';
import type { RepeatAnswer } from './store/writes';
import type { TestCertificates } from './net/certificates';

/** How a simulator starts. */
export interface SimulatorOptions {
	/** `shared`: one server whose phone is `shared`. `dedicated`: one server for each line. Default `shared`. */
	readonly plan?: SimulatedPlan;
	/** Numbers of the dedicated lines; default one, +15550000001. */
	readonly lines?: readonly string[];
	/** The lines as a former run had them, in place of `lines`. */
	readonly seats?: readonly LineSeat[];
	/** Address of this machine to listen on; default 127.0.0.1. */
	readonly host?: string;
	/** Port of the control plane; default: one that the system chooses. */
	readonly controlPlanePort?: number;
	/**
	 * Ports for lines that are added later, the first that is free for each. Default none: the system chooses, as it does
	 * when all are taken.
	 */
	readonly linePorts?: readonly number[];
	/** Port of the HTTP face of all lines; default: one that the system chooses. */
	readonly httpPort?: number;
	/** Default: made for this run. */
	readonly certificates?: TestCertificates;
	/** What a former run remembered. A line whose label it does not have begins empty. */
	readonly snapshot?: Snapshot;
	/** Default: made for this run. */
	readonly projectId?: string;
	/** Default: made for this run. */
	readonly projectSecret?: string;
	/** Default: real time, until a person moves it; see `MovableClock`. */
	readonly clock?: Clock;
	/** gRPC and the HTTP face over TLS, with a certificate authority made for this run; default true. The control plane is always HTTPS. */
	readonly tls?: boolean;
	/** Default 3600. */
	readonly tokenTtlSeconds?: number;
	/** https host name to local port, for the delivery worker. */
	readonly hosts?: Readonly<Record<string, number>>;
	/** How a repeated write is answered; default `original`. */
	readonly repeats?: RepeatAnswer;
	/** Control-plane requests in any one second of the clock; default 5, `Infinity` switches the limit off. */
	readonly rateLimit?: number;
	/** Sequence of the first event of each line's log; default 1. Beyond 2^53 it shows who counts in doubles. */
	readonly firstSequence?: bigint;
	/**
	 * Whose contract the control plane speaks, and the webhooks that are registered with it. Default `november`; a single
	 * registration may be of July, see `registerWebhook`.
	 */
	readonly generation?: Generation;
	/** Whom lines of the shared plan may write to; default everybody. The real plan lets users alone be written to. */
	readonly audience?: Audience;
	/**
	 * How much it keeps of what has happened, the newest of each; default `programRetention`, which a test hardly reaches.
	 * The commands for people keep `dailyRetention`.
	 */
	readonly retention?: Partial<Retention>;
	/** Seed of the jitter between delivery attempts; default by chance. Print it when a test fails. */
	readonly seed?: number;
}

/** What is fixed about a line from one run to the next. */
export interface LineSeat {
	/** E.164, or `shared`; absent for a line without a number. */
	readonly phone?: string;
	/** Default: one that the system chooses. */
	readonly port?: number;
	/** The token without an end; default: made for this run. */
	readonly token?: string;
}

/** A message that somebody sends to a line. */
export interface InboundMessage {
	/** Address of the sender. */
	readonly from: string;
	/** Short for `content: { type: 'text', text }`. */
	readonly text?: string;
	readonly content?: InboundContent;
	readonly subject?: string;
	/** Apple's id of a bubble or screen effect. */
	readonly effectId?: string;
	/** Ranges within a text, in UTF-16 code units. */
	readonly formatting?: readonly StoredFormat[];
	/** People that a text names, in the order of the text; ranges in UTF-16 code units. */
	readonly mentions?: readonly StoredMention[];
	/** The message that it answers. Webhooks of November tell it as a `reply`. */
	readonly replyTo?: MessagePlace;
	/** Digital Touch, handwriting: bytes that live inside the message. */
	readonly embeddedMedia?: StoredMedia;
	/** Number or instance id of the line; default the first. */
	readonly line?: string;
	/** How a direct space reaches the line from now on; default as it does, and iMessage for a new one. */
	readonly service?: ChatService;
	/** A group's GUID; default the direct space with the sender. */
	readonly space?: string;
	/** Default: a new one. */
	readonly messageId?: string;
	/** Milliseconds since the epoch; default now. */
	readonly at?: number;
	/** As the webhook spells it; default `settings.deliveryPlatform`. */
	readonly platform?: string;
	/** Fields that the webhook leaves out, by path: `space`, `message.sender`, `message.space`. */
	readonly leaveOut?: readonly string[];
	/** False: stored and logged, but no webhook hears of it. Default true. */
	readonly webhooks?: boolean;
}

/** A line as tests address it. */
export interface SimulatedLine {
	/** Instance id, or `shared`. */
	readonly id: string;
	/** E.164, or `shared`; absent for a line without a number. */
	readonly phone?: string;
	/** `host:port` of its gRPC server. */
	readonly address: string;
	/** A token without an end, as a self-hosted server has. */
	readonly token: string;
}

/** How a simulator stops. */
export interface StopOptions {
	/** Cuts connections that clients left open instead of calling them a leak. Default false. */
	readonly disconnectClients?: boolean;
	/** How long clients may take to close their connections, in real milliseconds. Default 10,000. */
	readonly graceMilliseconds?: number;
}

/** Data of an n8n credential of type `spectrumCloudApi`. */
export interface CloudCredentialData {
	readonly projectId: string;
	readonly projectSecret: string;
	readonly webhookSigningSecret: string;
	readonly advanced: boolean;
	readonly controlPlaneUrl: string;
	readonly sharedAddress: string;
	readonly dedicatedAddressPattern: string;
	/** How calls to the lines travel. */
	readonly connection: 'grpc' | 'http';
	/** Base URL of the HTTP middleware; empty for gRPC. */
	readonly httpAddress: string;
	readonly caCertificate: string;
}

/** Data of an n8n credential of type `spectrumSelfHostedApi`. */
export interface SelfHostedCredentialData {
	readonly connection: 'grpc' | 'http';
	readonly address: string;
	/** Chooses a dedicated line over HTTP; empty: the only line, and gRPC. */
	readonly instanceId: string;
	readonly apiKey: string;
	readonly phone: string;
	readonly tls: boolean;
	readonly caCertificate: string;
	readonly lines: { readonly line: ReadonlyArray<{ address: string; instanceId: string; token: string; phone: string }> };
}
