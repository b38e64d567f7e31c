import type { IExecuteFunctions } from 'n8n-workflow';
import { awaitDelivery } from '../shared/spectrum/gateway/recipes/awaitDelivery';
import { deliveryOf, hasArrived } from '../shared/spectrum/model/delivery';
import type { Message } from '../shared/spectrum/model/message';
import type { Clock } from '../shared/spectrum/timing/clock';
import { present } from '../shared/spectrum/values/present';
import { ItemError } from '../shared/n8n/errors/itemError';
import { readLineChoice } from '../shared/n8n/fields/lineChoice';
import { readMessage } from '../shared/n8n/fields/message';
import type { Action } from '../shared/n8n/loop/itemLoop';
import { deliveryOutput, originFields } from '../shared/n8n/loop/messageOutput';
import { invalid, numberParameter } from '../shared/n8n/parameters/parameters';
import { checkPlace } from './messagePlace';
import { longestWaitSeconds, waitSecondsField } from './waitFields';

/**
 * Waits until a message of the line has arrived, on a clock that a test can move. A message that has not arrived in time is no
 * failure: `status` says how far it has come.
 */
export function waitUntilDelivered(clock: Clock): Action {
	// All items share the time, because they run one after the other and a worker waits for them all.
	const beginnings = new WeakMap<IExecuteFunctions, number>();
	return async ({ context, itemIndex, gateway, signal }) => {
		const { id } = readMessage(context, itemIndex);
		const milliseconds = readSeconds(context, itemIndex) * 1_000;
		const lineChoice = readLineChoice(context, itemIndex);
		const began = beginnings.get(context) ?? clock.now();
		beginnings.set(context, began);
		const { line, value: message } = await awaitDelivery({
			gateway,
			messageId: id,
			lineChoice,
			clock,
			endsAt: began + milliseconds,
			...present({ signal }),
			check: (found) => {
				checkPlace(gateway, found.value, found.line);
				checkOwn(itemIndex, found.value);
			},
		});
		return {
			json: { ...originFields(message, { line }), delivered: hasArrived(deliveryOf(message)), ...deliveryOutput(message) },
		};
	};
}

function checkOwn(itemIndex: number, message: Message): void {
	if (deliveryOf(message) !== undefined) return;
	throw new ItemError(itemIndex, {
		kind: 'invalid',
		message: message.isFromMe
			? `${message.id} is a tapback or a notice, and only messages are delivered`
			: `The message ${message.id} was not sent by this line`,
		advice: 'Place the node directly after a node that sends, or enter the messageId that it returned, such as {{ $json.messageId }}.',
	});
}

function readSeconds(context: IExecuteFunctions, itemIndex: number): number {
	const seconds = numberParameter(context, waitSecondsField, itemIndex) ?? 30;
	if (seconds >= 1 && seconds <= longestWaitSeconds) return seconds;
	throw invalid(itemIndex, waitSecondsField.displayName, `is not a number from 1 to ${longestWaitSeconds}`, String(seconds), '30');
}
