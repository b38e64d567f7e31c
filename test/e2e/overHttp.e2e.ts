import type { Credential, WorkflowFile } from '../../scripts/n8n/types';
import type { N8nVersion } from '../../scripts/n8n/programs';
import { FileServer } from './examples/files';
import { exampleNames } from './examples/read';
import { cases, runExample } from './examples/runner';
import { person } from './examples/cases';
import { workflowNode } from './support/workflowNode';
import { World, type Connected } from './support/world';

/** Every operation has an example. The whole flows repeat what these do, and the recipients belong to the control plane. */
const single = exampleNames.filter((name) => !('play' in (cases[name] ?? {})) && !name.startsWith('recipient-'));

/** What travels in another way than JSON, and one of each kind besides. */
const files = ['send-attachment', 'send-attachment-from-url', 'send-live-photo', 'conversation-download-attachment'];
const some = [...files, 'send-text', 'tapback-add', 'poll-vote', 'space-create-group', 'conversation-history'];

const text = 'a line of a note, '.repeat(50_000);

function upAndDown({ type, id, name }: Credential): WorkflowFile {
	const ours = { authentication: type };
	const credentials = { [type]: { id, name } };
	const nodes = [
		workflowNode('Start', 'n8n-nodes-base.manualTrigger', 1),
		workflowNode('File', 'n8n-nodes-base.convertToFile', 1.1, {
			parameters: { operation: 'toText', sourceProperty: 'text', options: { fileName: 'note.txt' } },
		}),
		workflowNode('Send', 'n8n-nodes-spectrum-imessage.imessage', 1, {
			parameters: { ...ours, operation: 'sendAttachment', to: { __rl: true, mode: 'address', value: person } },
			credentials,
		}),
		workflowNode('Download', 'n8n-nodes-spectrum-imessage.imessageConversation', 1, {
			parameters: { ...ours, resource: 'attachment', operation: 'download', attachmentId: '={{ $json.attachments[0].attachmentId }}' },
			credentials,
		}),
	];
	const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	return {
		name: 'Up and down',
		nodes,
		connections: { Start: to('File'), File: to('Send'), Send: to('Download') },
		pinData: { Start: [{ json: { text } }] },
	};
}

describe.each<[N8nVersion, readonly string[]]>([
	['2.40', single],
	['2.8', some],
])('in n8n %s', (version, names) => {
	let world: World;
	let server: FileServer;

	beforeAll(async () => {
		server = await FileServer.start();
		world = await World.start({ version });
	}, 1_200_000);

	afterAll(async () => {
		await world?.stop();
		await server.stop();
	});

	/** n8n's older client makes the calls, because this credential names an authority. */
	const cloud = async ({ spectrum }: Connected): Promise<Credential> =>
		await world.client.createCredential('spectrumCloudApi', 'Cloud by HTTP', spectrum.cloudCredential({ connection: 'http' }));

	test('a credential is tested over HTTP, and an address of gRPC is called that', async () => {
		const { spectrum, own } = await world.connect({ plan: 'dedicated' });
		const data = spectrum.selfHostedCredential({ connection: 'http' });
		expect(await world.client.testCredential(own, data)).toMatchObject({ status: 'OK' });
		const wrong = { ...data, address: spectrum.selfHostedCredential().address };
		expect(await world.client.testCredential(own, wrong)).toEqual({ status: 'Error', message: expect.stringMatching(/gRPC/) as unknown });
		const reverse = spectrum.selfHostedCredential({ address: data.address.replace('https://', '') });
		expect(await world.client.testCredential(own, reverse)).toEqual({ status: 'Error', message: expect.stringMatching(/HTTP/) as unknown });
	});

	test('a file goes up and comes down through the current client of n8n', async () => {
		const { spectrum } = await world.connect({ plan: 'dedicated', tls: false });
		const data = spectrum.selfHostedCredential({ connection: 'http' });
		const plain = await world.client.createCredential('spectrumSelfHostedApi', 'Plain HTTP', data);
		const id = await world.client.importWorkflow(upAndDown(plain));
		await world.client.run(id, 'Start');
		const [run] = await world.client.ended(id, 1);
		expect([run?.status, run?.error]).toEqual(['success', undefined]);
		expect(run?.json('Download')).toMatchObject([{ name: 'note.txt', size: text.length }]);
		expect(spectrum.phone(person).messages.at(-1)).toMatchObject({ attachments: [{ name: 'note.txt' }] });
	});

	test.each(names)('%s', async (name) => await runExample(world, server, name, cloud));
});
