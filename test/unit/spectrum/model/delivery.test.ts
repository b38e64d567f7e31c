import { deliveryOf, hasArrived, type DeliveryFacts } from '../../../../nodes/shared/spectrum/model/delivery';
import type { MessageFlags } from '../../../../nodes/shared/spectrum/model/message';
import { noFlags } from './messageFlags';

const at = '2026-11-20T12:00:00.000Z';
const own = (flags: Partial<MessageFlags>, facts: Partial<DeliveryFacts> = {}): DeliveryFacts => ({
	isFromMe: true,
	type: 'normal',
	flags: { ...noFlags, ...flags },
	...facts,
});
const arrived = { isSent: true, isDelivered: true, didNotifyRecipient: true };

test.each<[string, DeliveryFacts, ReturnType<typeof deliveryOf>, boolean]>([
	['nothing has happened yet', own({}), 'pending', false],
	['it is on its way', own({ isSent: true }), 'sent', false],
	['Apple gave an error', own({}, { sendErrorCode: 22 }), 'failed', false],
	['Apple gave an error after the send', own({ isSent: true }, { sendErrorCode: 22 }), 'failed', false],
	['it arrived', own(arrived), 'delivered', true],
	['it arrived, and only the time says so', own({ isSent: true }, { deliveredAt: at }), 'delivered', true],
	['an earlier attempt failed, and it arrived', own(arrived, { sendErrorCode: 22 }), 'delivered', true],
	['a Focus kept it quiet', own({ ...arrived, isDeliveredQuietly: true, didNotifyRecipient: false }), 'deliveredQuietly', true],
	['a Focus kept it quiet, and the person was alerted', own({ ...arrived, isDeliveredQuietly: true }), 'delivered', true],
	['it was read', own(arrived, { readAt: at }), 'read', true],
	['it was read, and the receipt came before the delivery', own({ isSent: true }, { readAt: at }), 'read', true],
	['it was played', own(arrived, { readAt: at, playedAt: at }), 'played', true],
	['someone else wrote it', { ...own(arrived), isFromMe: false }, undefined, false],
	['it is a notice', own({}, { type: 'groupNameChange' }), undefined, false],
	['it is a system row', own({ isSystemMessage: true }), undefined, false],
	['it is a tapback', own(arrived, { reaction: { kind: 'love', target: { id: 'a' } } }), undefined, false],
])('%s', (_, facts, status, has) => {
	expect(deliveryOf(facts)).toBe(status);
	expect(hasArrived(status)).toBe(has);
});
