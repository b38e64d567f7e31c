/** A simulator in a process of its own, for what the bench's plain server does not have: a control plane, TLS, a limit. */
import { Simulator } from '../../simulator/src';
import { answerOrders } from './ownProcess';
import type { SimulatorFacts, SimulatorOrder } from './simulatorProcess';

let spectrum: Simulator | undefined;

answerOrders(async (order: SimulatorOrder): Promise<SimulatorFacts> => {
	spectrum ??= await Simulator.start();
	// More than a line may send in a day.
	spectrum.settings.messagesPerDay = Number.POSITIVE_INFINITY;
	spectrum.settings.rateLimit = order.rateLimit ?? Number.POSITIVE_INFINITY;
	const { projectId, projectSecret, caPem, controlPlaneUrl, lines } = spectrum;
	return {
		projectId,
		projectSecret,
		caPem,
		controlPlaneUrl,
		lines,
		credential: spectrum.cloudCredential(),
		mints: spectrum.requests.filter(({ route }) => route === 'mint').length,
	};
});
