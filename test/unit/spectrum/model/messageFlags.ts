import type { MessageFlags } from '../../../../nodes/shared/spectrum/model/message';

/** Of a message that nothing is known of. */
export const noFlags: MessageFlags = {
	isSent: false,
	isDelivered: false,
	isDeliveredQuietly: false,
	didNotifyRecipient: false,
	isAudioMessage: false,
	isAutoReply: false,
	isSystemMessage: false,
	isForward: false,
	isDelayed: false,
	isSpam: false,
	hasDataDetectorResults: false,
	isArchived: false,
	isServiceMessage: false,
	isCorrupt: false,
	isExpirable: false,
};
