import type { Simulator } from '../../Simulator';
import type { WebPart } from '../route';

/** The control panel: what a person does to the simulated world besides holding phones. */
export function panelPart(_simulator: Simulator): WebPart {
	return { routes: [], follow: () => () => undefined, close: () => undefined };
}
