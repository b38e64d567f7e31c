import type { IExecuteFunctions } from 'n8n-workflow';
import { sha256Hex } from '../../spectrum/keys/hash';
import type { WriteSource } from '../../spectrum/keys/writeSource';
import { upstreamOf } from './branches';
import { executionOf, runIndexOf, type RecordedItem } from '../run/engineRecord';
import { stepsBack } from '../run/steps';
import { asFields, jsonOf } from '../../spectrum/values/json';
import { isToolCall } from '../run/toolCall';

/** The hashes of a list's items, for as long as n8n keeps the list. */
const hashed = new WeakMap<readonly RecordedItem[], ReadonlySet<string>>();

/** See {@link WriteSource}. `hasOwnKey` is true when the user set a key, which is the same in all branches. */
export function sourceOf(context: IExecuteFunctions, itemIndex: number, hasOwnKey: boolean): WriteSource {
	const steps = [...stepsBack(context, itemIndex)];
	const listed = listItem(steps.map(({ source, run, item }) => ({ items: run?.data?.main?.[source.previousNodeOutput ?? 0], item })));
	return {
		execution: JSON.stringify(executionOf(context)),
		// Without a key of the user's own, the branch is already part of the key, and the decision of an If must not
		// matter.
		route: hasOwnKey ? sha256Hex(upstreamOf(context).routeOf(itemIndex)) : '',
		...(isToolCall(context) ? {} : { at: `${runIndexOf(context)}:${itemIndex}` }),
		...(listed === undefined ? {} : { item: hashOfItem(listed.item), isInList: (item: string) => hashesOf(listed.items).has(item) }),
	};
}

interface Listed {
	readonly items: readonly RecordedItem[];
	readonly item: RecordedItem;
}

/** The item in the list where the list was made: furthest from the node, before any write because of it. */
function listItem(steps: ReadonlyArray<{ readonly items?: readonly RecordedItem[] | null; readonly item?: number }>): Listed | undefined {
	const lists = steps.flatMap(({ items, item }): Listed[] => {
		const own = item === undefined ? undefined : items?.[item];
		return own === undefined || items === undefined || items === null || items.length < 2 ? [] : [{ items, item: own }];
	});
	return lists.at(-1);
}

function hashesOf(items: readonly RecordedItem[]): ReadonlySet<string> {
	const hashes = hashed.get(items) ?? new Set(items.map(hashOfItem));
	hashed.set(items, hashes);
	return hashes;
}

/** A field that has no JSON, such as one that is nested more deeply than the stack, does not tell items apart. */
function hashOfItem({ json }: RecordedItem): string {
	try {
		return sha256Hex(JSON.stringify(json) ?? '');
	} catch {
		return sha256Hex(JSON.stringify(Object.entries(asFields(json) ?? {}).map(([name, value]) => [name, jsonOf(value)])));
	}
}
