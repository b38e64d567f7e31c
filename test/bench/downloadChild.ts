/**
 * Run by download.ts in a process of its own, so that nothing but n8n's engine and the node is in its memory. Downloads
 * a small file first, which loads and compiles everything, then the large one, and watches the process's memory.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
import { ImessageConversation } from '../../nodes/ImessageConversation/ImessageConversation.node.ts';
import { ImessageTrigger } from '../../nodes/ImessageTrigger/ImessageTrigger.node.ts';
import { sharedPool } from '../../nodes/shared/spectrum/gateway/pool/pool';
import { TestHost } from '../support/host';
// Before n8n-core itself: it sets what that reads.
import { Container } from '../support/host/core';
import { BinaryDataService } from 'n8n-core';
import { oneNode, underTest } from '../support/oneNode';
import type { DownloadOrder, MemoryFigures } from './download';

const type = 'n8n-nodes-spectrum-imessage.imessageConversation';
const triggerType = 'n8n-nodes-spectrum-imessage.imessageTrigger';
/** Dense enough to see every peak: a chunk takes longer than this. */
const sampleMilliseconds = 2;

async function measure({ credential, warmUpId, attachmentId }: DownloadOrder): Promise<MemoryFigures> {
	const host = await TestHost.start({
		nodes: { [type]: new ImessageConversation(), [triggerType]: new ImessageTrigger() },
		credentials: [new SpectrumCloudApi()],
		credentialData: { cloud: { type: 'spectrumCloudApi', name: 'Cloud', data: credential as ICredentialDataDecryptedObject } },
	});
	try {
		await download(host, warmUpId);
		const before = process.memoryUsage.rss();
		let peak = before;
		const sampler = setInterval(() => {
			peak = Math.max(peak, process.memoryUsage.rss());
		}, sampleMilliseconds);
		const startedAt = performance.now();
		const file = await download(host, attachmentId);
		const seconds = (performance.now() - startedAt) / 1_000;
		clearInterval(sampler);
		peak = Math.max(peak, process.memoryUsage.rss());
		return { before, peak, seconds, bytes: file.bytes, sha256: await sha256Of(file.id) };
	} finally {
		await host.stop();
		sharedPool.close();
	}
}

async function download(host: TestHost, attachmentId: string): Promise<{ id: string; bytes: number }> {
	const run = await host.execute(oneNode(type, { resource: 'attachment', operation: 'download', attachmentId }));
	const file = run.items(underTest)[0]?.binary?.data;
	if (file?.id === undefined) throw new Error(`The download failed: ${run.error?.message ?? 'nothing was stored in a file'}`);
	return { id: file.id, bytes: file.bytes ?? 0 };
}

async function sha256Of(id: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const piece of createReadStream(Container.get(BinaryDataService).getPath(id))) hash.update(piece as Buffer);
	return hash.digest('hex');
}

process.once('message', (order: DownloadOrder) => {
	void measure(order).then(
		(figures) => process.send?.({ figures }, () => process.disconnect()),
		(error: unknown) => process.send?.({ error: String(error) }, () => process.disconnect()),
	);
});
