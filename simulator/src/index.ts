export { Simulator } from './Simulator';
export type {
	CloudCredentialData,
	InboundMessage,
	SelfHostedCredentialData,
	SimulatedLine,
	SimulatorOptions,
	StopOptions,
} from './options';
export type { Received, Redelivery } from './inbox';
export { backoffMilliseconds, type DeliveryAttempt, type DeliveryResult } from './deliveries/worker';
export type { Tampering } from './deliveries/tampering';
export type { Generation, SignatureSchemes } from './deliveries/behaviour';
export { eventId, sign, signStandard } from './deliveries/signer';
export type { DisabledReason, Webhook, WebhookOptions } from './controlPlane/webhooks';
export type { LineStatus } from './controlPlane/project';
export type { Dashboard } from './dashboard';
export type { ProfileFields } from './controlPlane/profile';
export type { StoredUser, Users } from './store/users';
export type { Audience, Behaviour, OpenQuestions } from './services/behaviour';
export type { RequestRecord } from './controlPlane/server';
export type { CallOutcome, CallRecord } from './calls/record';
export type { OpenStream } from './calls/openStream';
export { statusOfCode, type ErrorCode } from './calls/errors';
export type { OwnDevice } from './ownDevice';
export type { Fault, FaultOptions, RouteFault, RouteName, RpcFault, ScriptedFault, StreamFault } from './faults';
export type { EventDomain, EventLog, LoggedEvent } from './store/eventLog';
export type { ArrivedFile, ArrivedMessage, ArrivedPart, PhoneEvent } from './store/arrivals';
export type { GivenReaction, PhoneChat, ReactOptions, Sticker } from './store/people';
export type { Phone, PhoneHappening } from './store/phone';
export type { Happening } from './world';
export type { StoredAttachment } from './store/attachments';
export type { StoredChat } from './store/chat';
export type { LineStore } from './store/line';
export type { StoredMessage } from './store/message';
export type { StoredPoll } from './store/polls';
export type { InboundContent } from './store/content';
export { startWeb, type Web, type WebOptions } from './web/server';
export { services } from './services/registry';
export type { Settings } from './settings';
