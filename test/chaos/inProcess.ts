import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
import { eventNames } from '../../nodes/shared/spectrum/model/event/eventNames';
import { TestHost } from '../support/host';
import { Store } from '../support/host/store';
import { logWorkflow } from '../support/logHost';
import { cloudCredential, triggerType, warnings } from '../support/triggerHost';
import { Campaign, type CampaignOptions } from './campaign';
import { Ledger } from './ledger';
import { poolThrough } from './network';
import { Recording } from './recording';
import type { Report } from './report';

/** Parameters of a trigger that wants everything. */
export function parametersFor(receiveBy: 'stream' | 'polling', options: object = {}): object {
	return {
		receiveBy,
		// Locations are in no log.
		events: eventNames.filter((name) => name !== 'location.updated'),
		startAt: 'everything',
		pollEvery: 'custom',
		cronExpression: '* * * * * *',
		options,
	};
}

/** One life of n8n, in this process: 0 lost, 0 repeated, though the host knows no keys. */
export async function runInProcess(options: CampaignOptions & { readonly node?: object }): Promise<Report> {
	const begun = Date.now();
	const campaign = await Campaign.start(options);
	const { clock, spectrum, weather, jitter } = campaign;
	const ledger = new Ledger();
	const recording = new Recording(1);
	const pool = poolThrough(() => weather.routes, clock, jitter);
	const host = await TestHost.start({
		nodes: { [triggerType]: recording.trigger(clock, jitter, pool) },
		credentials: [new SpectrumCloudApi()],
		credentialData: { cloud: cloudCredential(spectrum) },
		reactivateAfterMilliseconds: 50,
		store: new Store((entry) => {
			const row = recording.rowOf(entry);
			if (row !== undefined) ledger.add(row);
		}),
	});
	const failed: string[] = [];
	const finished = watchRuns(host, ledger, failed);
	let closing = 'clean';
	try {
		const active = await host.activate(logWorkflow(parametersFor(options.receiveBy, options.node)));
		await campaign.run(ledger);
		const { verdict, milliseconds } = await campaign.settle(ledger);
		const facts = campaign.facts();
		const hasEnded = await ledger.until(() => finished.count >= ledger.rows.length, options.patience);
		if (!hasEnded) failed.push(`${ledger.rows.length - finished.count} runs have not ended`);
		await active.deactivate();
		pool.close();
		closing = await leftOpen(campaign);
		return {
			options,
			verdict,
			ledger,
			facts,
			failed,
			closing,
			warnings: warnings(host),
			settled: milliseconds,
			milliseconds: Date.now() - begun,
		};
	} finally {
		await host.stop();
		pool.close();
		await campaign.stop();
	}
}

/** Keeps count of the runs that ended, and lets their data go. */
function watchRuns(host: TestHost, ledger: Ledger, failed: string[]): { readonly count: number } {
	const finished = { count: 0 };
	const watch = async (): Promise<void> => {
		for (;;) {
			const { status, id } = await host.nextExecution();
			finished.count += 1;
			if (status !== 'success') failed.push(`Execution ${id} ended as ${status}`);
			host.executions.length = 0;
			ledger.look();
		}
	};
	// It ends when the host stops.
	watch().catch(() => undefined);
	return finished;
}

/** What a closed trigger has left behind, in words; `clean` when it is nothing. */
async function leftOpen({ weather, spectrum }: Campaign): Promise<string> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<'late'>((resolve) => {
		timer = setTimeout(() => resolve('late'), 60_000);
	});
	const outcome = await Promise.race([weather.whenEmpty(), late]);
	clearTimeout(timer);
	if (outcome === 'late') return `${weather.open} connections and ${spectrum.streams.length} streams are still open`;
	return 'clean';
}
