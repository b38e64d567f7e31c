import { EventStreams } from '../../spectrum/gateway/eventStreams';
import { Gateway } from '../../spectrum/gateway/Gateway';
import { Feeds } from '../../spectrum/log/line/feeds';
import type { BegunQuestion, Question } from '../../spectrum/answers/question';
import { accountOf } from '../../spectrum/keys/connectionIdentity';
import { sha256Hex } from '../../spectrum/keys/hash';
import type { Connection } from '../../spectrum/model/connection';
import { BoundedMap } from '../../spectrum/timing/boundedMap';
import { within } from '../../spectrum/timing/waiting';
import { accessOf, type AccessContext } from '../credentials/access';
import type { RequestHelpers } from '../credentials/http';
import { ConsumedAnswers, type PossibleAnswer } from './consumedAnswers';
import { OpenQuestions } from './openQuestions';
import type { ClockOrder, ResumeAddress } from './order';
import { askingPorts, type AskingPorts } from './ports';
import { post, type PostOutcome } from './post';
import type { ClockMessage } from './messages';
import { askingTimes } from './times';
import { Watch } from './watch';

/** The part of n8n's contexts that a watch keeps, also after its execution has ended. */
export interface WatchContext extends AccessContext {
	readonly helpers: RequestHelpers;
}

/** What the process knows of the questions that wait: who watches which one. All nodes of the process share one. */
export class AskingHub {
	readonly ports: AskingPorts;
	readonly questions = new OpenQuestions();
	readonly consumed = new ConsumedAnswers();
	/** When the page of an execution last took an answer. */
	private readonly pageAnswers = new BoundedMap<number>(10_000);
	private readonly feeds = new Feeds();
	/** By the execution that waits: two of them may wait for one question, such as a run that n8n repeats. */
	private readonly watches = new Map<string, Watch>();

	constructor(ports: Partial<AskingPorts> = {}) {
		this.ports = { ...askingPorts, ...ports };
	}

	/** The watch for an execution that waits; undefined when this process has none. */
	watchOf(address: ResumeAddress): Watch | undefined {
		return this.watches.get(nameOf(address));
	}

	/**
	 * A question is being sent. People may read its message before its clock runs, so words alone must not answer its neighbours
	 * from now on.
	 *
	 * @returns call it when the clock runs, or when nothing was sent
	 */
	begin(account: string, question: BegunQuestion): () => void {
		this.questions.begun(account, question, this.ports.clock.now() - askingTimes.clockDifference);
		return () => this.questions.abandoned(account, question);
	}

	/**
	 * Watches a question for an execution.
	 *
	 * @param connection the credential as it is now, also for an execution that this process watches for already
	 */
	watch(context: WatchContext, connection: Connection, order: ClockOrder, address: ResumeAddress): Watch {
		const { id } = order.question;
		const account = accountOf(connection);
		const name = nameOf(address);
		this.watches.get(name)?.close();
		const watch: Watch = new Watch({
			order,
			account,
			consumed: this.consumed,
			ports: this.ports,
			...this.sourceOf(context, connection),
			feeds: this.feeds,
			questions: this.questions,
			tell: async (data) =>
				await this.post(context, address, { question: id, secret: address.secret, ...(data === undefined ? {} : { data }) }),
			onWarning: (message) => context.logger.warn(message),
			onEnd: (at) => {
				if (this.watches.get(name) === watch) this.watches.delete(name);
				this.closeQuestion(account, order.question, at);
			},
		});
		this.watches.set(name, watch);
		watch.start();
		return watch;
	}

	/**
	 * Whether a question of this process takes this as its answer, so that it starts no run of a Trigger.
	 * A Trigger may see the answer before its question does. Then the question is asked to look, and the Trigger waits for
	 * a few seconds. When in doubt, the answer is no. Never rejects.
	 */
	async takes(account: string, possible: PossibleAnswer | undefined): Promise<boolean> {
		if (possible === undefined) return false;
		const { clock } = this.ports;
		const isTaken = (): boolean => this.consumed.has(account, possible, clock.now());
		if (isTaken()) return true;
		const open = [...this.watches.values()].filter((watch) => watch.mayTake(account, possible));
		if (open.length === 0) return false;
		const looked = Promise.all(open.map(async (watch) => await watch.settled()));
		await within(looked, askingTimes.judging, clock, undefined);
		return isTaken();
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
		return await post(context.helpers, this.ports, address, message);
	}

	/**
	 * Lets only the first of several answers on a page go on, until it has failed or the execution has taken it.
	 *
	 * @param name as for {@link forget}
	 */
	claimPage(name: string): boolean {
		const now = this.ports.clock.now();
		const claimedAt = this.pageAnswers.get(name);
		if (claimedAt !== undefined && now - claimedAt < askingTimes.delivering) return false;
		this.pageAnswers.set(name, now);
		return true;
	}

	/** The answer that had the claim could not be saved. */
	releasePage(name: string): void {
		this.pageAnswers.delete(name);
	}

	/**
	 * The question has ended for an execution, and nobody needs to be told.
	 *
	 * @param name SHA-256 of the secret with which the clock of that execution speaks
	 * @param at when it was decided, in milliseconds since the epoch; default: now
	 */
	forget(account: string, order: ClockOrder, name: string, at = this.ports.clock.now()): void {
		this.watches.get(name)?.close();
		this.watches.delete(name);
		this.closeQuestion(account, order.question, at);
	}

	/** While another execution waits for the question, it stays open: words alone must not answer its neighbours. */
	private closeQuestion(account: string, question: Question, at: number): void {
		const isAwaited = [...this.watches.values()].some((watch) => watch.isFor(account, question));
		if (!isAwaited) this.questions.closed(account, question, at);
	}

	/** Number of executions whose questions this process watches. */
	get size(): number {
		return this.watches.size;
	}

	/** Stops every watch. Questions that are open stay open. */
	close(): void {
		for (const watch of this.watches.values()) watch.close();
		this.watches.clear();
	}
}

/** The name of an execution that waits, which it knows itself: the hash of its secret. */
export function nameOf({ secret }: ResumeAddress): string {
	return sha256Hex(secret);
}

/** The hub that all nodes of the process share. */
export const sharedHub = new AskingHub();
