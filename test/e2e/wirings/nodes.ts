import type { FlowNode } from './flow';

const base = 'n8n-nodes-base';

type More = Partial<Omit<FlowNode, 'type'>>;

function node(type: string, typeVersion: number, name: string, parameters: FlowNode['parameters'], more: More = {}): FlowNode {
	return { name, type: type.includes('.') ? type : `${base}.${type}`, typeVersion, parameters, ...more };
}

/** Runs once, over all items. */
export const code = (jsCode: string, name = 'Code', more: More = {}) => node('code', 2, name, { jsCode }, more);

export const codeForEach = (jsCode: string, name = 'Code') => node('code', 2, name, { mode: 'runOnceForEachItem', jsCode });

/** Gives exactly this JSON; text with `{{ }}` as an expression. */
export const set = (json: object | string, name = 'Set') =>
	node('set', 3.4, name, { mode: 'raw', jsonOutput: typeof json === 'string' ? json : JSON.stringify(json) });

/** Adds one field, and keeps what was there. */
export const addField = (field: string, value: string, name = 'Add Field') =>
	node('set', 3.4, name, {
		assignments: { assignments: [{ id: field, name: field, value, type: 'string' }] },
		includeOtherFields: true,
	});

/** Gives one item for each of `parts`, which carry nothing else. */
export const parts: FlowNode[] = [
	set({ parts: ['one', 'two', 'three'] }, 'List'),
	node('splitOut', 1, 'Split Out', { fieldToSplitOut: 'parts', options: { destinationFieldName: 'part' } }),
];

export const http = (url: string, parameters: FlowNode['parameters'] = {}, more: More = {}) =>
	node('httpRequest', 4.2, 'HTTP Request', { url, ...parameters }, more);

export const merge = (parameters: FlowNode['parameters']) => node('merge', 3.2, 'Merge', parameters);

/** A condition of IF, Filter and Switch. */
export function when(leftValue: string, rightValue: string, operation: 'equals' | 'notEquals' = 'equals') {
	return {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
		conditions: [{ id: `${leftValue}${operation}`, leftValue, rightValue, operator: { type: 'string', operation } }],
		combinator: 'and',
	};
}

export const other = node;

interface SendOptions extends More {
	readonly name?: string;
	/** An address, or an expression that gives one; absent: *To* stays empty. */
	readonly to?: string;
	readonly parameters?: FlowNode['parameters'];
}

const locator = (mode: string, value: string) => ({ __rl: true, mode, value });

/** Recipient and line as their fields hold them. */
export const toAddress = (value: string) => locator('address', value);
export const toSpace = (value: string) => locator('space', value);

export function send(text: string, { name = 'Send', to, parameters, ...more }: SendOptions = {}): FlowNode {
	return ours('Send', name, { text, ...(to === undefined ? {} : { to: toAddress(to) }), ...parameters }, more);
}

/** One of our nodes, by the last part of its name. The one that sends has none, and is called Send here. */
export const ours = (which: string, name: string, parameters: FlowNode['parameters'], more: More = {}) =>
	node(`n8n-nodes-spectrum-imessage.imessage${which.replace(/^Send/, '')}`, 1, name, parameters, more);
