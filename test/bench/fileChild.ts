/**
 * Run by download.ts in a process of its own, so that nothing but n8n's engine and the node is in its memory. Moves
 * a small file first, which loads and compiles everything, then the large one, and watches the process's memory.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { ICredentialDataDecryptedObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
import { Imessage } from '../../nodes/Imessage/Imessage.node.ts';
import { ImessageConversation } from '../../nodes/ImessageConversation/ImessageConversation.node.ts';
import { ImessageTrigger } from '../../nodes/ImessageTrigger/ImessageTrigger.node.ts';
import { sharedPool } from '../../nodes/shared/spectrum/gateway/pool/pool';
import { TestHost, type WorkflowJson } from '../support/host';
// Before n8n-core itself: it sets what that reads.
import { Container } from '../support/host/core';
import { BinaryDataService } from 'n8n-core';
import { credentials, oneNode, underTest } from '../support/oneNode';
import type { FileOrder, MemoryFigures } from './download';
import { recipient } from './recipient';

const type = 'n8n-nodes-spectrum-imessage.imessageConversation';
const sendType = 'n8n-nodes-spectrum-imessage.imessage';
const triggerType = 'n8n-nodes-spectrum-imessage.imessageTrigger';
const fileType = 'bench.file';
/** Dense enough to see every peak: a chunk takes longer than this. */
const sampleMilliseconds = 2;

interface MovedFile {
	readonly id: string;
	readonly bytes: number;
}

/** Stores a file as n8n's own nodes do, so that the item only names it. */
class FileNode implements INodeType {
	description = {
		displayName: 'File',
		name: 'file',
		group: ['transform' as const],
		version: 1,
		description: 'A file',
		defaults: {},
		inputs: ['main' as const],
		outputs: ['main' as const],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const bytes = Number(this.getInputData()[0]?.json.bytes);
		const data = await this.helpers.prepareBinaryData(Readable.from(piecesOf(bytes)), 'file.bin', 'application/octet-stream');
		return [[{ json: {}, binary: { data } }]];
	}
}

function* piecesOf(bytes: number): Generator<Buffer> {
	const piece = Buffer.alloc(64 * 1024, 'a file ');
	for (let at = 0; at < bytes; at += piece.length) yield piece.subarray(0, Math.min(piece.length, bytes - at));
}

async function move(order: FileOrder): Promise<MemoryFigures> {
	const host = await TestHost.start({
		nodes: {
			[type]: new ImessageConversation(),
			[triggerType]: new ImessageTrigger(),
			[sendType]: new Imessage(),
			[fileType]: new FileNode(),
		},
		credentials: [new SpectrumCloudApi()],
		credentialData: { cloud: { type: 'spectrumCloudApi', name: 'Cloud', data: order.credential as ICredentialDataDecryptedObject } },
	});
	try {
		if (order.what === 'upload') return await watched(await upload(host, 1024 * 1024), async () => await upload(host, order.bytes));
		return await watched(await download(host, order.warmUpId), async () => await download(host, order.attachmentId));
	} finally {
		await host.stop();
		sharedPool.close();
	}
}

/** Watches the memory while the large file is moved. The small one was moved before. */
async function watched(_small: MovedFile, moveLarge: () => Promise<MovedFile>): Promise<MemoryFigures> {
	const before = process.memoryUsage.rss();
	let peak = before;
	const sampler = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage.rss());
	}, sampleMilliseconds);
	const startedAt = performance.now();
	const file = await moveLarge();
	const seconds = (performance.now() - startedAt) / 1_000;
	clearInterval(sampler);
	peak = Math.max(peak, process.memoryUsage.rss());
	return { before, peak, seconds, bytes: file.bytes, sha256: await sha256Of(file.id) };
}

async function download(host: TestHost, attachmentId: string): Promise<MovedFile> {
	const run = await host.execute(oneNode(type, { resource: 'attachment', operation: 'download', attachmentId }));
	const file = run.items(underTest)[0]?.binary?.data;
	if (file?.id === undefined) throw new Error(`The download failed: ${run.error?.message ?? 'nothing was stored in a file'}`);
	return { id: file.id, bytes: file.bytes ?? 0 };
}

async function upload(host: TestHost, bytes: number): Promise<MovedFile> {
	const run = await host.execute(uploadWorkflow, { triggerItems: [{ json: { bytes } }] });
	const file = run.items('File')[0]?.binary?.data;
	if (run.error !== undefined || file?.id === undefined) throw new Error(`The upload failed: ${run.error?.message}`);
	return { id: file.id, bytes };
}

const uploadWorkflow: WorkflowJson = {
	id: 'upload',
	name: 'Upload',
	nodes: [
		{ id: 'file', name: 'File', type: fileType, typeVersion: 1, position: [0, 0], parameters: {} },
		{
			id: 'send',
			name: 'Send',
			type: sendType,
			typeVersion: 1,
			position: [200, 0],
			parameters: {
				resource: 'message',
				operation: 'sendAttachment',
				to: { __rl: true, mode: 'address', value: recipient },
				binaryPropertyName: 'data',
			},
			credentials,
		},
	],
	connections: { File: { main: [[{ node: 'Send', type: 'main', index: 0 }]] } },
};

async function sha256Of(id: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const piece of createReadStream(Container.get(BinaryDataService).getPath(id))) hash.update(piece as Buffer);
	return hash.digest('hex');
}

process.once('message', (order: FileOrder) => {
	void move(order).then(
		(figures) => process.send?.({ figures }, () => process.disconnect()),
		(error: unknown) => process.send?.({ error: String(error) }, () => process.disconnect()),
	);
});
