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
export { backoffMilliseconds, type DeliveryAttempt, type DeliveryResult, type Tampering } from './deliveries/worker';
export { sign } from './deliveries/signer';
export type { Webhook } from './controlPlane/webhooks';
export type { RequestRecord } from './controlPlane/server';
export type { CallOutcome, CallRecord } from './grpc/calls';
export type { OpenStream } from './grpc/openStream';
export { statusOfCode, type ErrorCode } from './grpc/errors';
export type { OwnDevice } from './ownDevice';
export type { Fault, FaultOptions, RouteFault, RouteName, RpcFault, ScriptedFault, StreamFault } from './faults';
export type { EventDomain, EventLog, LoggedEvent } from './store/eventLog';
export type { ArrivedFile, ArrivedMessage, ArrivedPart, PhoneEvent } from './store/arrivals';
export type { GivenReaction, PhoneChat, ReactOptions, Sticker } from './store/people';
export type { Phone } from './store/phone';
export type { StoredAttachment } from './store/attachments';
export type { StoredChat } from './store/chat';
export type { LineStore } from './store/line';
export type { StoredMessage } from './store/message';
export type { StoredPoll } from './store/polls';
export type { InboundContent } from './store/content';
export { services } from './services/registry';
export type { Settings } from './settings';
