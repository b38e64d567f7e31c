import type { Simulator } from '../../Simulator';
import type { WebPart } from '../route';

/** The phones: what people do on them, and what they see. */
export function phonePart(_simulator: Simulator): WebPart {
	return { routes: [], follow: () => () => undefined, close: () => undefined };
}
