import type { IExecuteFunctions } from 'n8n-workflow';
import type { Gateway } from '../shared/spectrum/gateway/Gateway';
import { findLine } from '../shared/spectrum/gateway/recipes/findLine';
import type { LineChoice } from '../shared/spectrum/gateway/routing';
import { readOutputProperty } from '../shared/n8n/fields/outputFile';
import { storeFile } from '../shared/n8n/files/binaryOutput';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { readLineChoice } from '../shared/n8n/fields/lineChoice';
import { attachmentOutput } from '../shared/n8n/loop/messageOutput';
import { readAttachmentIds } from './attachmentIds';
import { checkFileInReach } from './fileCheck';

/** Fetches files as they are stored, one item for each. */
export async function download(run: ItemRun): Promise<ItemOutput[]> {
	const { context, itemIndex, gateway } = run;
	const ids = readAttachmentIds(context, itemIndex);
	const property = readOutputProperty(context, itemIndex);
	const lineChoice = readLineChoice(context, itemIndex);
	const outputs: ItemOutput[] = [];
	for (const id of ids) await checkFileInReach(run, id);
	for (const id of ids) outputs.push(await downloadOne(context, gateway, lineChoice, id, property));
	return outputs;
}

async function downloadOne(
	context: IExecuteFunctions,
	gateway: Gateway,
	lineChoice: LineChoice,
	id: string,
	property: string,
): Promise<ItemOutput> {
	const { line, value } = await findLine(gateway, lineChoice, async (asked) => await gateway.attachments.download(asked.id, id));
	const { attachment, chunks } = value;
	try {
		const file = await storeFile(context, { fileName: attachment.fileName, mimeType: attachment.mimeType, data: chunks });
		return {
			json: { ...attachmentOutput(attachment), line: line.phone },
			binary: { [property]: file },
		};
	} finally {
		// If storing failed, the rest of the file was not read, and the server would keep waiting.
		await value.cancel();
	}
}
