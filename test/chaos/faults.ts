import type { OpenStream, RpcFault, ScriptedFault, Simulator } from '../../simulator/src';
import type { Draw } from './draw';
import type { Weather } from './weather';

/** How often each fault strikes, in comparison. */
const weights = {
	'line cut': 6,
	'all lines cut': 2,
	'cut in a frame': 6,
	'stall to the client': 4,
	'stall to the server': 4,
	'slow network': 4,
	outage: 2,
	'connection refused': 3,
	'connection mute': 2,
	'live: dropped': 4,
	'live: GOAWAY': 5,
	'live: reset': 6,
	'live: repeated frame': 4,
	'live: token expired': 2,
	'live: token refused': 2,
	'live: ended': 4,
	'live: error': 4,
	'live: held': 4,
	'live: stalled by the server': 3,
	'replay: cut short': 4,
	'replay: dropped': 4,
	'replay: GOAWAY': 2,
	'replay: error': 4,
	'replay: held': 3,
	'replay: slow': 3,
	'replay: repeated frame': 3,
	'replay: cursor rejected': 2,
	'replay: token refused': 2,
	'streams limited': 2,
	'headers late': 3,
	'mint fails': 3,
	'mint slow': 2,
	'read fails': 4,
	'read dropped': 2,
	'tokens revoked': 1,
	'line added': 1,
} as const;

export type FaultName = keyof typeof weights;

/** Where there are no live streams. */
const pollingOnly: ReadonlySet<FaultName> = new Set<FaultName>(['streams limited', 'headers late']);

/** A fault that was brought about. */
export interface Struck {
	readonly name: FaultName;
	/** How many events the logs had then. */
	readonly at: number;
}

const errorCodes = ['databaseError', 'internalError', 'serviceUnavailable', 'timeout', 'networkError', 'burstRateExceeded'] as const;
const mostLines = 5;

export interface FaultsOptions {
	readonly spectrum: Simulator;
	readonly weather: Weather;
	readonly draw: Draw;
	readonly isPolling: boolean;
	/** Counts the events so far. */
	readonly at: () => number;
}

/** Brings faults about. What lasts goes on until a later fault ends it, or until it is called off. */
export class Faults {
	readonly struck: Struck[] = [];
	private readonly lasting: Array<() => void> = [];
	private lastReplay: ScriptedFault | undefined;

	constructor(private readonly options: FaultsOptions) {}

	async strike(): Promise<void> {
		const { draw, isPolling, at } = this.options;
		// Some of what lasts ends in time, the rest must be got over.
		while (this.lasting.length > 0 && draw.chance(0.7)) this.lasting.shift()?.();
		const name = draw.weighted(weights);
		const isLive = name.startsWith('live: ') || pollingOnly.has(name);
		if ((isPolling && isLive) || !(await this.bring(name))) return await this.strike();
		this.struck.push({ name, at: at() });
	}

	/** Ends what would last for ever by its nature: an outage, a limit. */
	callOff(): void {
		for (const end of this.lasting.splice(0)) end();
		this.options.spectrum.faults.clear();
	}

	private async bring(name: FaultName): Promise<boolean> {
		const { spectrum, weather, draw } = this.options;
		const { faults, settings } = spectrum;
		const afterEvents = draw.between(0, 40);
		const code = draw.one(errorCodes);
		switch (name) {
			case 'line cut':
				weather.cutLine();
				return true;
			case 'all lines cut':
				weather.cutAll();
				return true;
			case 'cut in a frame':
				weather.cutInFrame();
				return true;
			case 'stall to the client':
				return this.last(weather.stall('toClient'));
			case 'stall to the server':
				return this.last(weather.stall('toServer'));
			case 'slow network':
				return this.last(weather.slowDown());
			case 'outage':
				return this.last(weather.outage());
			case 'connection refused':
				faults.add('connect', { type: 'dropConnection' }, { times: draw.between(1, 3) });
				weather.cutLine();
				return true;
			case 'connection mute':
				return this.last(weather.mute());
			case 'live: dropped':
				return this.live({ type: 'dropConnection' });
			case 'live: GOAWAY':
				return this.live({ type: 'goaway', graceMilliseconds: draw.one([0, 5_000, 60_000]) });
			case 'live: reset':
				return this.live({ type: 'reset', reason: draw.one(['noError', 'internalError', 'refusedStream', 'cancel', 'enhanceYourCalm']) });
			case 'live: repeated frame':
				return this.live({ type: 'repeatFrame' });
			case 'live: token expired':
				return this.live({ type: 'expiredToken' });
			case 'live: token refused':
				return this.live({ type: 'refusedToken' });
			case 'live: ended':
				return this.live({ type: 'endStream' });
			case 'live: error':
				return this.live({ type: 'error', code });
			case 'live: held':
				return this.live({ type: 'hold' });
			case 'live: stalled by the server':
				return this.live({ type: 'stall', direction: draw.one(['toClient', 'toServer']) });
			case 'replay: cut short':
				return this.replay({ type: 'endStream', afterEvents });
			case 'replay: dropped':
				return this.replay({ type: 'dropConnection', afterEvents });
			case 'replay: GOAWAY':
				return this.replay({ type: 'goaway', graceMilliseconds: draw.one([0, 5_000]), afterEvents });
			case 'replay: error':
				return this.replay({ type: 'error', code, afterEvents });
			case 'replay: held':
				return this.replay({ type: 'hold', afterEvents });
			case 'replay: slow':
				return this.replay({ type: 'slow', milliseconds: draw.between(100, 20_000), afterEvents });
			case 'replay: repeated frame':
				return this.replay({ type: 'repeatFrame', afterEvents });
			case 'replay: cursor rejected':
				return this.replay({ type: 'rejectedCursor' });
			case 'replay: token refused':
				return this.replay({ type: 'refusedToken' });
			case 'streams limited':
				// Not four, and no live streams are spared: where they take all there are, no replay succeeds, and order is
				// not waited for.
				settings.maxStreams = draw.between(1, 3);
				weather.cutAll();
				return this.last(() => (settings.maxStreams = Number.POSITIVE_INFINITY));
			case 'headers late':
				settings.earlyHeaders = false;
				weather.cutLine();
				return this.last(() => (settings.earlyHeaders = true));
			case 'mint fails':
				faults.add(
					'mint',
					draw.one([
						{ type: 'status', status: 503 },
						{ type: 'status', status: 429 },
						{ type: 'dropConnection' },
						{ type: 'answerLost' },
					] as const),
					{ times: draw.between(1, 2) },
				);
				return true;
			case 'mint slow':
				faults.add('mint', { type: 'slow', milliseconds: draw.between(100, 10_000) });
				return true;
			case 'read fails':
				faults.add(draw.one(['GetPoll', 'GetMessage']), { type: 'error', code }, { times: draw.between(1, 4) });
				return true;
			case 'read dropped':
				faults.add(draw.one(['GetPoll', 'GetMessage']), { type: 'dropConnection' });
				return true;
			case 'tokens revoked':
				spectrum.tokens.revokeAll();
				weather.cutLine();
				return true;
			case 'line added':
				if (spectrum.lines.length >= mostLines) return false;
				await spectrum.addLine(`+1555000${String(1000 + spectrum.lines.length)}`);
				await weather.cover(spectrum);
				return true;
		}
	}

	/** Strikes one live stream, if any is open. */
	private live(fault: RpcFault): boolean {
		const { spectrum, draw } = this.options;
		const stream = draw.maybe(spectrum.streams.filter(isLive));
		if (stream === undefined) return false;
		const struck = stream.strike(fault);
		if (fault.type === 'hold' || fault.type === 'stall') this.lasting.push(() => struck.release());
		return true;
	}

	/** Strikes a replay, and breaks a connection so that there is one. */
	private replay(fault: RpcFault): boolean {
		const { spectrum, weather, draw, isPolling } = this.options;
		// One series of broken replays at a time: after a minute of them without progress, live events wait for none any more.
		this.lastReplay?.remove();
		const script = spectrum.faults.add('CatchUpEvents', fault, { times: draw.one([1, 1, 2]) });
		this.lastReplay = script;
		if (fault.type === 'hold') this.lasting.push(() => script.release());
		if (!isPolling) weather.cutLine();
		return true;
	}

	private last(end: () => unknown): true {
		this.lasting.push(() => void end());
		return true;
	}
}

function isLive({ method }: OpenStream): boolean {
	return method.startsWith('Subscribe');
}
