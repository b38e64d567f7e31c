import { PortInUse } from '../net/listen';
import type { LineSeat } from '../options';
import { dailyRetention } from '../retention';
import { Simulator } from '../Simulator';
import { SnapshotKeeper } from '../snapshot/keeper';
import type { Snapshot } from '../snapshot/snapshot';
import { SnapshotFile } from '../snapshot/snapshotFile';
import { startWeb, type Web } from '../web/server';
import { newIdentity, withFreshCertificates, type Identity } from './identity';
import type { StateFolder } from './stateFolder';

export interface StandaloneOptions {
	readonly plan: 'shared' | 'dedicated';
	/** Address of this machine to listen on. */
	readonly host: string;
	/**
	 * Port of the phone page. The control plane has the next one, the first line the one after it, the HTTP face the
	 * seventh. 0: the system chooses.
	 * Default: those of the run before, else 4600.
	 */
	readonly port?: number;
	/** Keeps the simulator between runs; default: it begins empty each time. */
	readonly state?: StateFolder;
	/** https host name to local port, for the delivery worker. */
	readonly hosts?: Readonly<Record<string, number>>;
	/**
	 * Whether deliveries that the run before has left go on at once; default true. If not, see
	 * `Simulator.resumeDeliveries`: their receiver starts later.
	 */
	readonly resumesDeliveries?: boolean;
	/** Hears in words what a person should know, such as state that cannot be read. */
	readonly report: (problem: string) => void;
}

/** A simulator with its phone page, for a person. */
export interface Standalone {
	readonly simulator: Simulator;
	/** Where a browser opens the phone page. */
	readonly phoneUrl: string;
	/** Keeps the state and ends everything. Safe to call twice. */
	stop(): Promise<void>;
}

/** The first of the ports, if nothing says another. */
export const usualPort = 4600;

/** Of the ports after that of the phone page, those of the lines. */
const lineOffsets = [2, 3, 4, 5, 6];

/** Of the ports after that of the phone page, the one of the HTTP face; the lines have those before it. */
export const httpOffset = 7;

/**
 * Starts the simulator and the phone page.
 *
 * @throws PortInUse
 */
export async function startStandalone(options: StandaloneOptions): Promise<Standalone> {
	const identity = await identityOf(options);
	const { plan, host, hosts, state, report, resumesDeliveries = true } = options;
	const file = state && new SnapshotFile(state.folder);
	const { port, projectId, projectSecret, certificates, seats } = identity;
	const controlPlanePort = port === 0 ? undefined : port + 1;
	const httpPort = port === 0 ? undefined : port + httpOffset;
	const start = async (snapshot?: Snapshot): Promise<Simulator> =>
		await Simulator.start({
			plan,
			host,
			hosts,
			projectId,
			projectSecret,
			certificates,
			seats,
			controlPlanePort,
			linePorts: linePortsFrom(port),
			httpPort,
			snapshot,
			retention: dailyRetention,
		});
	const simulator = file === undefined ? await start() : await startWith(file, start, report);
	let web: Web;
	try {
		web = await startWeb(simulator, { host, port, former: state?.readDesk(report) });
	} catch (error) {
		await simulator.stop({ disconnectClients: true });
		throw error;
	}
	if (resumesDeliveries) simulator.resumeDeliveries();
	const save = (): readonly string[] => {
		// A line that was added has its port and token for the next run too.
		state?.writeIdentity({ ...identity, seats: seatsOf(simulator) });
		state?.writeDesk(web.phones);
		return file?.save(simulator) ?? [];
	};
	const keeper = state && new SnapshotKeeper(simulator, { save, look: () => JSON.stringify([web.phones, seatsOf(simulator)]), report });
	// At once: a credential with these values may exist in a moment.
	state?.writeIdentity({ ...identity, seats: seatsOf(simulator) });
	let stopped: Promise<void> | undefined;
	const stop = async (): Promise<void> => {
		await web.close();
		keeper?.stop();
		// A client of another program may keep its connection: that is no leak of ours.
		await simulator.stop({ disconnectClients: true });
	};
	return { simulator, phoneUrl: openable(web.url), stop: () => (stopped ??= stop()) };
}

/** Every address of this machine is no address that a browser opens. */
function openable(url: string): string {
	return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}

/** A snapshot that the simulator cannot go on from is no reason not to start. */
async function startWith(
	file: SnapshotFile,
	start: (snapshot?: Snapshot) => Promise<Simulator>,
	report: (problem: string) => void,
): Promise<Simulator> {
	const snapshot = file.load(report);
	if (snapshot === undefined) return await start();
	try {
		return await start(snapshot);
	} catch (error) {
		if (error instanceof PortInUse) throw error;
		report(file.putAside(error instanceof Error ? error.message : String(error)));
		return await start();
	}
}

async function identityOf({ plan, port, state, report }: StandaloneOptions): Promise<Identity> {
	const kept = state?.readIdentity(report);
	if (kept === undefined) return await newIdentity(plan, port ?? usualPort);
	const identity = await withFreshCertificates(kept);
	if (identity !== kept)
		report('The certificate of the simulator was about to expire and has been replaced. Enter the new one in the credential.');
	return port === undefined || port === identity.port ? identity : moved(identity, port);
}

/** None where the system chooses. */
const linePortsFrom = (port: number): number[] => (port === 0 ? [] : lineOffsets.map((offset) => port + offset));

/** The same project on other ports; lines that find no room below the HTTP face have those that the system chooses. */
function moved(identity: Identity, port: number): Identity {
	const ports = linePortsFrom(port);
	const seats = identity.seats.map((seat, index) => ({ ...seat, port: ports[index] }));
	return { ...identity, port, seats };
}

/** The lines as they are now. */
function seatsOf({ lines }: Simulator): LineSeat[] {
	return lines.map(({ phone, address, token }) => ({ phone, port: Number(address.split(':')[1]), token }));
}
