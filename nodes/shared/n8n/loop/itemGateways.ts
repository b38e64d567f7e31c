import type { IExecuteFunctions } from 'n8n-workflow';
import { Gateway } from '../../spectrum/gateway/Gateway';
import { sharedPool } from '../../spectrum/gateway/pool/pool';
import type { Connection } from '../../spectrum/model/connection';
import { authenticationParameter, readCredential, toConnection } from '../credentials/credentials';
import { accessOf } from '../credentials/access';
import { parameterOf } from '../parameters/parameterOf';
import type { ToolReach } from '../tools/toolReach';

/** What one item's operation works with. */
export interface ItemAccess {
	readonly connection: Connection;
	/** The gateway of the connection, within the reach of a tool if there is one. */
	gateway(reach?: ToolReach): Gateway;
}

/**
 * The connection and the gateway of each item. A field of a credential may have an expression, so n8n is asked for each
 * item. As long as it gives the same, the credential is neither checked nor hashed again.
 */
export class ItemGateways {
	private last: { readonly text: string; readonly access: ItemAccess } | undefined;

	constructor(private readonly context: IExecuteFunctions) {}

	/** Rejects with `invalid` for a credential with a wrong field. */
	async of(itemIndex: number): Promise<ItemAccess> {
		const { context } = this;
		const { type, data } = await readCredential(context, itemIndex, parameterOf(context, authenticationParameter, itemIndex, ''));
		const text = JSON.stringify([type, data]);
		if (this.last?.text !== text) this.last = { text, access: this.accessTo(toConnection(type, data)) };
		return this.last.access;
	}

	private accessTo(connection: Connection): ItemAccess {
		const { context } = this;
		const authContext = accessOf(context, context.getExecutionCancelSignal());
		let unlimited: Gateway | undefined;
		return {
			connection,
			gateway: (reach) => {
				if (reach !== undefined) return new Gateway(connection, authContext, sharedPool, reach);
				return (unlimited ??= new Gateway(connection, authContext, sharedPool));
			},
		};
	}
}
