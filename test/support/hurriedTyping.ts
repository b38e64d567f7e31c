import type { IExecuteFunctions } from 'n8n-workflow';
import { typingActions } from '../../nodes/ImessageTyping/actions';
import { ImessageTyping } from '../../nodes/ImessageTyping/ImessageTyping.node';
import { runItems } from '../../nodes/shared/n8n/loop/itemLoop';
import { FastClock } from './fastClock';

const clock = new FastClock(1_000);

/** The node *iMessage Typing*, a thousand times as fast. */
export class HurriedTyping extends ImessageTyping {
	override async execute(this: IExecuteFunctions) {
		return await runItems(this, typingActions(clock));
	}
}
