import type { Change } from '../../../../../nodes/shared/spectrum/model/event/change';
import type { ImessageEvent } from '../../../../../nodes/shared/spectrum/model/event/event';
import type { Line } from '../../../../../nodes/shared/spectrum/model/line';
import type { Message, MessageFlags } from '../../../../../nodes/shared/spectrum/model/message';
import type { MessageSender } from '../../../../../nodes/shared/spectrum/model/sender';
import { SpectrumError, type ErrorKind } from '../../../../../nodes/shared/spectrum/errors/SpectrumError';
import { projectChange } from '../../../../../nodes/shared/spectrum/log/project/projectChange';
import type { ProjectionPorts } from '../../../../../nodes/shared/spectrum/log/project/ports';
import { noFlags } from '../../model/messageFlags';

export const line: Line = { id: 'line-1', phone: '+15550000001' };
export const sharedLine: Line = { id: 'shared', phone: 'shared' };
export const sequence = '9007199254740993';
export const occurredAt = '2026-11-21T08:00:00.000Z';
export const alice: MessageSender = { address: '+15551234567', service: 'iMessage', country: 'us' };
export const us: MessageSender = { address: '+15550000001', service: 'iMessage' };
export const direct = 'any;-;+15551234567';
export const group = 'any;+;chat1';
/** As events show Alice. */
export const fromAlice = { id: '+15551234567', address: '+15551234567', country: 'US', service: 'iMessage' };

type MessageFields = Partial<Omit<Message, 'flags'>> & { readonly flags?: Partial<MessageFlags> };

export function message(fields: MessageFields = {}): Message {
	return {
		id: 'm',
		isFromMe: false,
		spaceIds: [direct],
		type: 'normal',
		sender: alice,
		...fields,
		flags: { ...noFlags, ...fields.flags },
	};
}

type WithoutFacts<T> = T extends Change ? Omit<T, 'spaceId' | 'isFromMe' | 'occurredAt' | 'actor'> & Partial<Change> : never;

/** A change by Alice in the direct space, unless it says otherwise. */
export function change(details: WithoutFacts<Change>): Change {
	return { spaceId: direct, isFromMe: false, occurredAt, actor: alice, ...details };
}

/** Ports that nothing may be asked of, but what is given. */
export function ports(given: {
	readonly message?: () => Promise<Message>;
	readonly poll?: ProjectionPorts['polls']['get'];
	readonly recall?: ProjectionPorts['recall'];
}): ProjectionPorts {
	const refuse = () => Promise.reject(new Error('This costs a call'));
	return {
		messages: { get: given.message ?? refuse },
		polls: { get: given.poll ?? refuse },
		recall: given.recall ?? (() => ({ title: '', values: [] })),
	};
}

export async function projected(
	of: Change,
	given: { readonly on?: Line; readonly ports?: ProjectionPorts } = {},
): Promise<ImessageEvent | undefined> {
	return await projectChange({ change: of, sequence, line: given.on ?? line, ports: given.ports ?? ports({}) });
}

/** What a call rejects with; with a status, what the line's server or the control plane has answered. */
export function failure(kind: ErrorKind, status?: string): SpectrumError {
	return new SpectrumError({ kind, message: 'It failed', advice: 'Try again.', ...(status === undefined ? {} : { status }) });
}
