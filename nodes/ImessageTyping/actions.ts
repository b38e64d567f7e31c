import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Clock } from '../shared/spectrum/timing/clock';
import { readNamedSpace } from '../shared/spectrum/model/namedSpace';
import { naturalTypingMilliseconds, parseTypingSeconds, typingSecondsExample, typingWaits } from '../shared/spectrum/model/typingTime';
import { delay } from '../shared/spectrum/timing/waiting';
import type { Gateway } from '../shared/spectrum/gateway/Gateway';
import type { OpenSpace } from '../shared/spectrum/gateway/openSpace';
import { readConversation } from '../shared/n8n/fields/recipient';
import type { Action, ItemOutput, ItemRun, Operations } from '../shared/n8n/loop/itemLoop';
import { spaceOutput } from '../shared/n8n/loop/outputs';
import { choiceParameter } from '../shared/n8n/parameters/choice';
import { invalid, textParameter } from '../shared/n8n/parameters/parameters';
import { writeKeyFor } from '../shared/n8n/keys/writeKeys';

/** The node's operations, on a clock that a test can move. */
export function typingActions(clock: Clock): Operations {
	return {
		/** Shows the indicator. It disappears by itself after some time, and with the next message. */
		start: (run) => inSpace(run, (space) => run.gateway.spaces.setTyping(space, true)),
		/** Hides the indicator. */
		stop: (run) => inSpace(run, (space) => run.gateway.spaces.setTyping(space, false)),
		typeForAWhile: typeForAWhile(clock),
	};
}

/** Shows the indicator for a time, and hides it in any case: at the end, after a failure, on a cancelled run. */
function typeForAWhile(clock: Clock): Action {
	return async (run) => {
		const milliseconds = readTime(run.context, run.itemIndex);
		return await inSpace(run, async (space) => {
			let isDone = false;
			try {
				await keepTyping(run, space, milliseconds, clock);
				isDone = true;
			} finally {
				const stopped = stopInAnyCase(run.gateway, space);
				// An earlier failure matters more. If the stop fails too, the indicator disappears by itself.
				await (isDone ? stopped : stopped.catch(() => undefined));
			}
		});
	};
}

async function keepTyping({ gateway, signal }: ItemRun, space: OpenSpace, milliseconds: number, clock: Clock): Promise<void> {
	for (const pause of typingWaits(milliseconds)) {
		await gateway.spaces.setTyping(space, true);
		await delay(pause, clock, signal);
	}
}

/** Hides the indicator without the execution's signal, which is aborted when the user has stopped the run. */
async function stopInAnyCase(gateway: Gateway, space: OpenSpace): Promise<void> {
	await gateway.spaces.setTyping(space, false, { signal: null });
}

async function inSpace({ context, itemIndex, gateway }: ItemRun, act: (space: OpenSpace) => Promise<void>): Promise<ItemOutput> {
	const { target, lineChoice } = readConversation(context, itemIndex);
	const key = writeKeyFor(context, { itemIndex, operation: 'typing', target, userKey: '', toolArguments: { target } });
	const space = await gateway.spaces.locate(target, lineChoice, key);
	await act(space);
	return passedOn(context, itemIndex, space);
}

/**
 * The incoming item, unchanged: the node sits between others and must not lose what they need. Only an item that names
 * no conversation gets this one, so that a following Send reaches the conversation with the indicator.
 */
function passedOn(context: IExecuteFunctions, itemIndex: number, space: OpenSpace): ItemOutput {
	const item = context.getInputData()[itemIndex];
	const json: IDataObject = item?.json ?? {};
	const output = readNamedSpace(json).kind === 'nothing' ? { ...json, ...spaceOutput(space) } : { ...json };
	return { json: output, ...(item?.binary === undefined ? {} : { binary: item.binary }) };
}

/** Reads the time in milliseconds. Refuses a wrong time before any call. */
function readTime(context: IExecuteFunctions, itemIndex: number): number {
	switch (choiceParameter(context, { name: 'howLong', displayName: 'How Long' }, itemIndex, ['seconds', 'text'] as const)) {
		case 'seconds': {
			const text = textParameter(context, 'seconds', itemIndex).trim();
			if (text === '') throw invalid(itemIndex, 'Seconds', 'is empty', '', typingSecondsExample);
			const parsed = parseTypingSeconds(Number(text));
			if (parsed.ok) return parsed.value;
			throw invalid(itemIndex, 'Seconds', parsed.problem, text, typingSecondsExample);
		}
		case 'text': {
			const text = textParameter(context, 'text', itemIndex);
			if (text.trim() !== '') return naturalTypingMilliseconds(text);
			throw invalid(itemIndex, 'Text', 'is empty', '', 'the text that is sent next, such as {{ $json.output }}');
		}
	}
}
