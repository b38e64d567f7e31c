import { sharedPool } from '../../nodes/shared/spectrum/gateway/pool/pool';
import { Simulator } from '../../simulator/src';
import { allNodes } from './allNodes';
import type { TestConnection } from './connection';
import type { TestHost } from './host';
import { HurriedTyping } from './hurriedTyping';
import { inbound, oneNode, startHostFor, underTest } from './oneNode';

export const person = '+15551234567';
export const friend = '+15557654321';
export const line = '+15550000001';
export const space = `any;-;${person}`;

/** A file as the items of n8n carry one. */
export function fileOf(bytes: Buffer, mimeType: string, fileName: string) {
	return { data: { data: bytes.toString('base64'), mimeType, fileName } };
}

type Item = Parameters<TestHost['execute']>[1] extends infer Options | undefined
	? Options extends { triggerItems?: Array<infer One> }
		? One
		: never
	: never;

/** A Spectrum on a dedicated line, and an n8n whose credential connects in one way, with every node. */
export class Desk {
	private constructor(
		readonly spectrum: Simulator,
		readonly host: TestHost,
	) {}

	static async start(connection: TestConnection): Promise<Desk> {
		const spectrum = await Simulator.start({ plan: 'dedicated', lines: [line], rateLimit: Number.POSITIVE_INFINITY });
		// The line knows the conversation before the first node runs.
		spectrum.receive({ from: person, text: 'Hi', line });
		const nodes = { ...allNodes(), 'n8n-nodes-spectrum-imessage.imessageTyping': new HurriedTyping() };
		return new Desk(spectrum, await startHostFor(spectrum, nodes, connection));
	}

	async stop(): Promise<void> {
		await this.host.stop();
		sharedPool.close();
		await this.spectrum.stop();
	}

	/** The first item that the node gives. Default of `item`: a message of the person. */
	async run(node: string, parameters: object, item: Item = inbound(space, undefined, line)): Promise<Record<string, unknown>> {
		const execution = await this.host.execute(oneNode(`n8n-nodes-spectrum-imessage.${node}`, parameters), { triggerItems: [item] });
		if (execution.status !== 'success') throw execution.errorOf(underTest) ?? new Error(`The node ended as ${execution.status}`);
		const [found] = execution.items(underTest);
		if (found === undefined) throw new Error('The node gave no item');
		return { ...found.json, ...(found.binary === undefined ? {} : { binary: found.binary }) };
	}

	/** A message that the line has sent, as an item. */
	async sent(text = 'First'): Promise<Item> {
		return { json: await this.run('imessage', { operation: 'sendText', text }) } as Item;
	}

	/** A message that the person has sent, as an item. */
	received(text = 'Hi'): Item {
		const { messageId, spaceId } = this.spectrum.receive({ from: person, text, line });
		return inbound(spaceId, messageId, line);
	}

	/** A group with both people, as an item. */
	group(): Item & { readonly spaceId: string } {
		const spaceId = this.spectrum.createGroup({ members: [person, friend] });
		return { ...(inbound(spaceId, undefined, line) as Item), spaceId };
	}
}
