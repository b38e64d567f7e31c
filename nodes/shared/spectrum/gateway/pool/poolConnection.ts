import type { CancelTimer, Clock } from '../../timing/clock';
import type { Transport } from '../../transport/Transport';

/** Each state holds what it must release. */
type State =
	| { readonly name: 'closed' }
	| { readonly name: 'busy'; readonly transport: Transport; readonly calls: number }
	| { readonly name: 'idle'; readonly transport: Transport; readonly cancelTimer: CancelTimer };

/**
 * The connection of one line, shared by all its calls. The first call opens it. It closes some time after the last call
 * has ended.
 */
export class PooledConnection {
	private state: State = { name: 'closed' };
	private retired = false;

	constructor(
		private readonly open: () => Transport,
		private readonly clock: Clock,
		private readonly idleMilliseconds: number,
	) {}

	/** The transport for one call. Each `acquire` is followed by one `release`, when the call has ended. */
	acquire(): Transport {
		const { state } = this;
		switch (state.name) {
			case 'closed':
				this.state = { name: 'busy', transport: this.open(), calls: 1 };
				return this.state.transport;
			case 'busy':
				this.state = { ...state, calls: state.calls + 1 };
				return state.transport;
			case 'idle':
				state.cancelTimer();
				this.state = { name: 'busy', transport: state.transport, calls: 1 };
				return state.transport;
		}
	}

	release(): void {
		const { state } = this;
		if (state.name !== 'busy') return;
		const { transport } = state;
		if (state.calls > 1) this.state = { ...state, calls: state.calls - 1 };
		else if (this.retired) this.close();
		else this.state = { name: 'idle', transport, cancelTimer: this.clock.after(this.idleMilliseconds, () => this.close()) };
	}

	/** The line is gone: closes at once when idle, otherwise after the last running call. */
	retire(): void {
		this.retired = true;
		if (this.state.name === 'idle') this.close();
	}

	/** Closes now. Running calls end as cancelled. */
	close(): void {
		const { state } = this;
		this.state = { name: 'closed' };
		if (state.name === 'idle') state.cancelTimer();
		if (state.name !== 'closed') state.transport.close();
	}
}
