import type * as RequestHelperFunctions from 'n8n-core/dist/execution-engine/node-execution-context/utils/request-helper-functions';
import { httpPort, type RequestHelpers } from '../../nodes/shared/n8n/credentials/http';
import type { Clock } from '../../nodes/shared/spectrum/timing/clock';
import { requireFromCore } from './host/core';

const n8n = requireFromCore('./execution-engine/node-execution-context/utils/request-helper-functions') as typeof RequestHelperFunctions;

/** n8n's own helpers. Every node has both, a credential test has the older one alone. */
export const n8nHelpers: Required<RequestHelpers> = {
	httpRequest: async (options) => await n8n.httpRequest(options),
	request: async (uriOrObject, options) =>
		(await n8n.proxyRequestToAxios(undefined, undefined, undefined, uriOrObject, options)) as unknown,
};

/** n8n's HTTP client as nodes have it. With `older`: as a credential test has it. */
export function n8nHttp(which: 'current' | 'older' = 'current', clock?: Clock) {
	return httpPort(which === 'older' ? { request: n8nHelpers.request } : n8nHelpers, clock);
}
