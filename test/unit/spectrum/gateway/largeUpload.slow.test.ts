import { freshKey, GatewayBench } from './gatewaySupport';

const mebibyte = 1024 * 1024;
let bench: GatewayBench;

beforeEach(async () => {
	bench = await GatewayBench.start();
});

afterEach(async () => {
	await bench.stop();
});

test('an upload of 99 MiB arrives', async () => {
	const gateway = bench.gateway();
	const { id } = await gateway.anyLine({});
	const data = new Uint8Array(99 * mebibyte).fill(7);
	const { size } = await gateway.attachments.upload(id, { fileName: 'large.bin', data }, freshKey());
	expect(size).toBe(99 * mebibyte);
	expect(bench.calls('UploadAttachment')).toHaveLength(1);
});
