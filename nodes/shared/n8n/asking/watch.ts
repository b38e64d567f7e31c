import type { IDataObject } from 'n8n-workflow';
import type { Evidence } from '../../spectrum/answers/evidence';
import { decidedAt, judge, type Judgement } from '../../spectrum/answers/judge';
import type { Question } from '../../spectrum/answers/question';
import { toSpectrumError } from '../../spectrum/errors/from';
import type { EventStreams } from '../../spectrum/gateway/eventStreams';
import type { Gateway } from '../../spectrum/gateway/Gateway';
import { readEvidence } from '../../spectrum/gateway/recipes/readEvidence';
import type { Feeds, Subscription } from '../../spectrum/log/line/feeds';
import type { LiveLine } from '../../spectrum/log/line/liveLine';
import { isSameSpace } from '../../spectrum/model/space';
import type { Change } from '../../spectrum/model/event/change';
import { boundAfter, halfJitter } from '../../spectrum/timing/backoff';
import type { CancelTimer } from '../../spectrum/timing/clock';
import type { ConsumedAnswers, PossibleAnswer } from './consumedAnswers';
import { answerData, timedOutData } from './messages';
import type { ClockOrder } from './order';
import type { OpenQuestions } from './openQuestions';
import type { AskingPorts } from './ports';
import { SeenVotes } from './seenVotes';
import { askingTimes, unstreamedPause } from './times';
import type { PostOutcome } from './post';
import { acknowledge, isReminderDue, remind, showDecision, tellRefused } from './side';

/** What a watch works with. */
export interface WatchOptions {
	readonly order: ClockOrder;
	/** The account of the credential. */
	readonly account: string;
	/** Learns of the answer that the execution has taken. */
	readonly consumed: ConsumedAnswers;
	readonly ports: AskingPorts;
	readonly gateway: Gateway;
	readonly streams: EventStreams;
	readonly feeds: Feeds;
	readonly questions: OpenQuestions;
	/** Takes the data to the execution that waits. Without data it only asks whether it does. */
	readonly tell: (data?: IDataObject) => Promise<PostOutcome>;
	readonly onWarning: (message: string) => void;
	/** The watch has ended, and with it the question, unless another execution waits for it. In milliseconds since the epoch. */
	readonly onEnd: (at: number) => void;
}

/**
 * Looks for the answer of one question for as long as this process lives: after each event of its conversation, after each
 * new connection of its line, and at its deadline. Over HTTP there are no events, so it looks at growing intervals instead. It
 * takes the answer to the execution that waits.
 */
export class Watch {
	private subscription: Subscription | undefined;
	private stopListening = (): void => {};
	private cancelTimer: CancelTimer = () => {};
	private looking: Promise<boolean> | undefined;
	private isDirty = false;
	private failures = 0;
	/** When the votes were first seen, where the log of events cannot tell when they were given. */
	private readonly seenVotes = new SeenVotes();
	/** When an answer could not be delivered. */
	private readonly deliveries: number[] = [];
	private hasEnded = false;
	/** The execution has taken the answer, or waits for another question. */
	private isDelivered = false;
	private markEnded = (): void => {};
	private readonly ended = new Promise<void>((resolve) => {
		this.markEnded = resolve;
	});

	constructor(private readonly options: WatchOptions) {}

	/** Begins to listen. With a stream, the first look comes when the stream opens. Without one, a timer brings it. */
	start(): void {
		const { account, questions } = this.options;
		questions.opened(account, this.question);
		if (this.options.streams.hasStreams) this.subscribe();
		this.setTimer();
	}

	private subscribe(): void {
		const { feeds, streams, ports, onWarning } = this.options;
		const { clock, random } = ports;
		const unseen = (message: string): void => onWarning(`The answer to a question cannot be seen at once: ${message}`);
		this.subscription = feeds.subscribe(
			{ source: streams, clock, random, onWarning },
			{
				onLine: (line) => {
					if (line.line.id === this.question.lineId) this.follow(line);
				},
				onLineGone: () => {},
				onFatal: ({ message }) => unseen(message),
			},
		);
		this.subscription.started.catch((error: unknown) => unseen(toSpectrumError(error).message));
	}

	private follow(line: LiveLine): void {
		this.stopListening();
		this.stopListening = line.listen({
			onConnecting: () => {},
			onOpen: () => this.lookSoon(),
			onEvent: (_sequence, change) => {
				if (concerns(this.question, change)) this.lookSoon();
			},
			onDown: () => {},
		});
	}

	/** Looks now. True when nothing is left to do for the question, in any process. */
	async look(): Promise<boolean> {
		if (this.hasEnded) return this.isDelivered;
		this.isDirty = true;
		this.looking ??= this.lookWhileDirty().finally(() => {
			this.looking = undefined;
		});
		return await this.looking;
	}

	/** Whether this may be its answer, which no Trigger gets then. */
	mayTake(account: string, { kind, id, lineId, spaceId, at }: PossibleAnswer): boolean {
		const { order } = this.options;
		const { askedAt, lineId: ownLine, poll, space } = this.question;
		// A Trigger may be reading what was said long before.
		if (at !== undefined && at < askedAt - tolerance) return false;
		if (order.startsWorkflows === true || account !== this.options.account || (lineId ?? ownLine) !== ownLine) return false;
		return kind === 'vote' ? id === poll?.id : isSameSpace({ id: spaceId }, space);
	}

	/** Whether it watches this question. */
	isFor(account: string, { id }: Question): boolean {
		return account === this.options.account && id === this.question.id;
	}

	/** Looks now. Resolves when the execution has taken the answer, or when there is none. */
	async settled(): Promise<void> {
		await this.look();
		if (this.deliveries.length > 0) await this.ended;
	}

	/** Stops listening without a result. Safe to call twice. */
	close(): void {
		if (this.hasEnded) return;
		this.hasEnded = true;
		this.markEnded();
		this.cancelTimer();
		this.stopListening();
		this.subscription?.close();
	}

	private get question(): Question {
		return this.options.order.question;
	}

	private lookSoon(): void {
		void this.look();
	}

	private async lookWhileDirty(): Promise<boolean> {
		while (this.isDirty && !this.hasEnded) {
			this.isDirty = false;
			try {
				await this.lookOnce();
				this.failures = 0;
			} catch (caught) {
				if (this.hasEnded) break;
				this.failures += 1;
				this.options.onWarning(`The answer to a question could not be read, and is read again: ${toSpectrumError(caught).message}`);
			}
		}
		if (!this.hasEnded) this.setTimer();
		return this.isDelivered;
	}

	private async lookOnce(): Promise<void> {
		const { gateway, streams, questions, order, account, consumed, ports, tell } = this.options;
		const { question } = this;
		const read = await readEvidence({ gateway, streams }, question, questions.besides(account, question), ports.clock.now());
		if (this.hasEnded) return;
		const evidence = streams.hasStreams ? read : { ...read, votes: this.seenVotes.withTimes(read) };
		const judged = judge(question, evidence);
		const data = answerData(judged) ?? (evidence.readAt >= question.deadline ? timedOutData : undefined);
		if (data === undefined) {
			// What could not be delivered was taken back.
			this.deliveries.length = 0;
			await this.whileOpen(judged, evidence);
			return;
		}
		const outcome = await tell(data);
		if (outcome !== 'taken' && outcome !== 'stale') {
			this.deliveries.push(evidence.readAt);
			// The next beat of the clock takes over, in whichever process. Nothing may be left here of a question that has ended.
			if (evidence.readAt - (this.deliveries[0] ?? 0) >= askingTimes.delivering) this.end(evidence.readAt);
			return;
		}
		this.isDelivered = true;
		const isTaken = outcome === 'taken' && judged.state === 'answered';
		if (isTaken && order.startsWorkflows !== true) consumed.note(account, question, judged, evidence.readAt);
		// By the clock of the server. What was said behind the end may be for another question, however late this process sees it.
		this.end(decidedAt(judged) ?? question.deadline);
		if (!isTaken) return;
		await this.quietly(acknowledge(gateway, order, judged));
		await this.quietly(showDecision(gateway, order, judged.answer, evidence.readAt));
	}

	private async whileOpen(judged: Judgement, evidence: Evidence): Promise<void> {
		const { gateway, order, tell } = this.options;
		const isDue = isReminderDue(this.question, evidence);
		const refused = judged.state === 'open' && this.question.refusal !== undefined ? judged.refused : [];
		if (!isDue && refused.length === 0) return;
		// The answer may have come over the page, which the conversation does not show.
		if (order.hasPage === true && ['stale', 'refused'].includes(await tell())) return;
		if (isDue) await this.quietly(remind(gateway, this.question));
		await this.quietly(tellRefused(gateway, this.question, refused));
	}

	/** What is nice to have must not keep the answer from its workflow. */
	private async quietly(work: Promise<unknown>): Promise<void> {
		try {
			await work;
		} catch (caught) {
			this.options.onWarning(`A message about a question could not be sent: ${toSpectrumError(caught).message}`);
		}
	}

	private setTimer(): void {
		const { ports } = this.options;
		const { deadline, reminder } = this.question;
		const now = ports.clock.now();
		this.cancelTimer();
		const next = Math.min(
			...[deadline, reminder?.at ?? deadline].filter((moment) => moment > now),
			...(this.failures === 0 ? [] : [now + boundAfter(this.failures, askingTimes.readingBackoff)]),
			...this.nextDelivery(now),
			...this.nextReading(now),
		);
		if (Number.isFinite(next)) this.cancelTimer = ports.clock.after(Math.min(next - now, longestTimer), () => this.lookSoon());
	}

	/**
	 * The execution may not have stored its wait yet. So the answer is read and delivered again for a minute: what it says
	 * may have changed meanwhile.
	 */
	private nextDelivery(now: number): number[] {
		if (this.deliveries.length === 0) return [];
		return [now + halfJitter(boundAfter(this.deliveries.length, askingTimes.deliveryBackoff), this.options.ports.random)];
	}

	/** A vote that nobody has seen before the deadline does not count, so the votes are read once more just before it. */
	private nextReading(now: number): number[] {
		const { streams, ports } = this.options;
		if (streams.hasStreams) return [];
		const { askedAt, deadline } = this.question;
		const last = deadline - askingTimes.lastReading;
		// A conversation that cannot be read has pauses of its own.
		const next = this.failures > 0 ? Number.POSITIVE_INFINITY : now + halfJitter(unstreamedPause(now - askedAt), ports.random);
		return [now < last ? Math.min(next, last) : next];
	}

	private end(at: number): void {
		this.close();
		this.options.onEnd(at);
	}
}

/** Two clocks may differ by so much. */
const tolerance = 10 * 60_000;

/** Node's timers overflow after 24 days. */
const longestTimer = 24 * 60 * 60_000;

function concerns({ space, poll }: Question, change: Change): boolean {
	if (change.isFromMe) return false;
	if ('pollId' in change) return change.pollId === poll?.id;
	return change.type.startsWith('message.') && change.type !== 'message.read' && isSameSpace({ id: change.spaceId }, space);
}
