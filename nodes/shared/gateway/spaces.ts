import type { AuthContext } from '../auth/TokenSource';
import { createChat, getChat } from '../codec/chats';
import type { Line, LineInventory } from '../domain/line';
import { directSpaceId, spaceTypeOf } from '../domain/space';
import type { SpaceType } from '../domain/event';
import type { Target } from '../domain/target';
import type { WriteKey } from '../domain/writeKey';
import { SpectrumError } from '../errors/SpectrumError';
import type { Link } from './pool';
import { lineForKey, route, type RouteWish } from './routing';

/** A conversation together with the line that carries it. */
export interface OpenSpace {
	readonly id: string;
	readonly type: SpaceType;
	readonly line: Line;
}

/** Finds the line for a conversation, and opens the conversation where the plan asks for that. */
export class Spaces {
	constructor(
		private readonly link: Link,
		private readonly context: AuthContext,
	) {}

	/**
	 * The space to write into. On a shared plan a direct space needs no opening; elsewhere an address is opened with
	 * CreateChat, which gives the existing conversation when there is one.
	 */
	async open(target: Target, wish: RouteWish, key: WriteKey): Promise<OpenSpace> {
		const inventory = await this.link.inventory(this.context);
		if (target.by === 'space') {
			const line = await this.lineOf(target.space.id, inventory, wish, key);
			return { id: target.space.id, type: target.space.type, line };
		}
		const id = directSpaceId(target.address);
		const line = await this.lineOf(id, inventory, wish, key);
		if (inventory.plan === 'shared') return { id, type: 'dm', line };
		return await this.create(target.address, line, key);
	}

	private async lineOf(spaceId: string, inventory: LineInventory, wish: RouteWish, key: WriteKey): Promise<Line> {
		const routed = route(inventory, wish);
		if (routed.decided) return routed.line;
		return (await this.lineWith(spaceId, routed.candidates)) ?? lineForKey(routed.candidates, key('line'));
	}

	private async lineWith(spaceId: string, candidates: readonly Line[]): Promise<Line | undefined> {
		for (const line of candidates) {
			try {
				await this.link.unary(line.id, getChat, spaceId, { context: this.context });
				return line;
			} catch (error) {
				if (!(error instanceof SpectrumError) || error.kind !== 'notFound') throw error;
			}
		}
		return undefined;
	}

	private async create(address: string, line: Line, key: WriteKey): Promise<OpenSpace> {
		const idempotencyKey = key('open');
		const request = { addresses: [address], service: 'iMessage', clientMessageId: idempotencyKey } as const;
		try {
			const space = await this.link.unary(line.id, createChat, request, { context: this.context, idempotencyKey });
			return { id: space.id, type: spaceTypeOf(space.id), line };
		} catch (error) {
			if (error instanceof SpectrumError && error.kind === 'duplicate') {
				return { id: directSpaceId(address), type: 'dm', line };
			}
			throw error;
		}
	}
}
