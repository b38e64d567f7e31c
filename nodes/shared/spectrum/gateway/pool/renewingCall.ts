import type { AuthContext } from '../../auth/TokenSource';
import type { LineAccess } from '../../model/line';
import type { SpectrumError } from '../../errors/SpectrumError';
import type { PoolEntry } from './poolEntry';
import { isTokenRefused } from './poolSession';

/** The attempts of one logical call on a line. Together they may cause one forced renewal of its token. */
export class RenewingCall {
	/** A refused token that could not be renewed so far. */
	private refused: { readonly line: LineAccess; readonly error: SpectrumError } | undefined;
	private isRenewed = false;

	constructor(
		private readonly entry: PoolEntry,
		private readonly lineId: string,
		private readonly context: AuthContext,
	) {}

	/** One attempt with a live token, and a second one if the token is refused and can be renewed. */
	async attempt<Result>(call: (line: LineAccess) => Promise<Result>): Promise<Result> {
		const line = await this.line();
		try {
			return await call(line);
		} catch (error) {
			if (!isTokenRefused(error)) throw error;
			if (this.isRenewed) throw this.entry.refusedAgain(error);
			this.refused = { line, error };
		}
		return await this.attempt(call);
	}

	/** After a failed renewal the next attempt renews first, so that the refused token is never sent again. */
	private async line(): Promise<LineAccess> {
		const { entry, context, refused } = this;
		if (refused === undefined) return await entry.line(this.lineId, context);
		const line = await entry.renewedLine(refused.line, refused.error, context);
		this.isRenewed = true;
		this.refused = undefined;
		return line;
	}
}
