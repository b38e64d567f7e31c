import { EventStreams } from '../../spectrum/gateway/eventStreams';
import { Gateway } from '../../spectrum/gateway/Gateway';
import { Feeds } from '../../spectrum/log/line/feeds';
import type { Connection } from '../../spectrum/model/connection';
import { accessOf, type AccessContext } from '../credentials/access';
import type { RequestHelpers } from '../credentials/http';
import { OpenQuestions } from './openQuestions';
import type { ClockOrder, ResumeAddress } from './order';
import { askingPorts, type AskingPorts } from './ports';
import { post, type PostOutcome } from './post';
import type { ClockMessage } from './messages';
import { Watch } from './watch';

/** The part of n8n's contexts that a watch keeps, also after its execution has ended. */
export interface WatchContext extends AccessContext {
	readonly helpers: RequestHelpers & { readonly httpRequest: Parameters<typeof post>[0] };
}

/** What the process knows of the questions that wait: who watches which one. All nodes of the process share one. */
export class AskingHub {
	readonly ports: AskingPorts;
	readonly questions = new OpenQuestions();
	private readonly feeds = new Feeds();
	private readonly watches = new Map<string, Watch>();

	constructor(ports: Partial<AskingPorts> = {}) {
		this.ports = { ...askingPorts, ...ports };
	}

	/** The watch of a question; undefined when this process has none. */
	watchOf(questionId: string): Watch | undefined {
		return this.watches.get(questionId);
	}

	/**
	 * Watches a question.
	 *
	 * @param connection the credential as it is now, also for a question that this process watches already
	 */
	watch(context: WatchContext, connection: Connection, order: ClockOrder, address: ResumeAddress): Watch {
		const { id } = order.question;
		this.watches.get(id)?.close();
		const watch: Watch = new Watch({
			order,
			ports: this.ports,
			...this.sourceOf(context, connection),
			feeds: this.feeds,
			questions: this.questions,
			tell: async (data) =>
				await this.post(context, address, { question: id, secret: address.secret, ...(data === undefined ? {} : { data }) }),
			onWarning: (message) => context.logger.warn(message),
			onEnd: () => {
				if (this.watches.get(id) === watch) this.watches.delete(id);
			},
		});
		this.watches.set(id, watch);
		watch.start();
		return watch;
	}

	/** What answers are read with. */
	sourceOf(context: WatchContext, connection: Connection): { readonly gateway: Gateway; readonly streams: EventStreams } {
		const access = accessOf(context);
		return {
			gateway: new Gateway(connection, access, this.ports.pool),
			streams: new EventStreams(connection, () => access, this.ports.pool),
		};
	}

	/** Asks a waiting execution, or takes an answer to it. */
	async post(context: WatchContext, address: ResumeAddress, message: ClockMessage): Promise<PostOutcome> {
		return await post(context.helpers.httpRequest, this.ports, address, message);
	}

	/** The question has ended, and nobody needs to be told. */
	forget(order: ClockOrder): void {
		this.questions.closed(order.question, this.ports.clock.now());
		this.watches.get(order.question.id)?.close();
		this.watches.delete(order.question.id);
	}

	/** Number of questions that this process watches. */
	get size(): number {
		return this.watches.size;
	}

	/** Stops every watch. Questions that are open stay open. */
	close(): void {
		for (const watch of this.watches.values()) watch.close();
		this.watches.clear();
	}
}

/** The hub that all nodes of the process share. */
export const sharedHub = new AskingHub();
