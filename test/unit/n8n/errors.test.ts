import { NodeApiError, type INode } from 'n8n-workflow';
import { SpectrumError } from '../../../nodes/shared/spectrum/errors/SpectrumError';
import { toNodeApiError } from '../../../nodes/shared/n8n/errors/errors';

const node: INode = {
	id: '1',
	name: 'Send',
	type: 'n8n-nodes-spectrum-imessage.imessage',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

describe('toNodeApiError', () => {
	// n8n knows these codes and would put a sentence of its own in the place of ours.
	it.each(['ENOTFOUND', 'ECONNREFUSED', 'ETIMEDOUT'])('keeps a message that mentions %s', (code) => {
		const message = `The server line.example.test:443 could not be reached (${code})`;
		const failure = new SpectrumError({ kind: 'unavailable', message, advice: 'Check the address.', connectionFailed: true });
		const error = toNodeApiError(node, failure, 3);
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error.message).toBe(message);
		expect(error.description).toBe('Check the address.');
		expect(error.context.itemIndex).toBe(3);
	});
});
