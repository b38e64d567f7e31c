/** What the pack may cost. One line of the table in docs/performance.md for each. */
export interface Aim {
	/** Id of the figure that is judged. */
	readonly figure: string;
	readonly work: string;
	/** What it is compared with in the same run; absent: an absolute figure. */
	readonly against?: string;
	/** Which of the figure's values counts. Default: the median. */
	readonly pick?: 'median' | 'least' | 'most';
	readonly atMost?: number;
	readonly atLeast?: number;
	/** The limit in the short form, which runs on busy machines and with few rounds. Absent: not judged there. */
	readonly short?: number;
	/** Why the aim cannot be met, and how far it was missed when this was written. A run fails beyond `tolerated` only. */
	readonly missed?: { readonly tolerated: number; readonly because: string };
}

/** What the pack does for each item that the floor does not, and what an item costs in n8n. */
const itemWork =
	'The floor does not check a field, does not know a repeated attempt, and gives up at the first broken connection. Of 580 µs of CPU ' +
	'for an item (360 in the floor, least of several rounds on a busy machine), n8n takes 170 to resolve two expressions and the ' +
	'credential, as in the floor; the call takes 90 with encoding and decoding; the key of the write 40, of which half are hashes; ' +
	'Markdown 10. The rest is the engine, sockets and the collector.';
const upload =
	'Three copies exist while a file is sent: the file as n8n gives it, which is kept because a broken connection needs it again, ' +
	'the message around it, and the frame that grpc-js copies the message into. Reading the file into the place where the message ' +
	'holds it would save one of them.';
const smallDelivery =
	'A delivery of 1 kB takes about 9 µs, of which HMAC and JSON.parse are 4. Checking it and making the event takes the other 5, whatever the size.';

const eventWork =
	"Here n8n's engine runs an empty workflow without a database, so a run costs less than the event itself. The pack also stores " +
	'the place in the log with each event and makes its key; the floor would lose every event of a restart. Not measured in a whole ' +
	'n8n, where a run takes milliseconds.';
const garbage = 'The live heap stays the same from beginning to end. The rest is garbage, and V8 decides when to collect it.';

const waiting =
	'A client for each item waits for the control plane; the pack waits for the processor only. So the ratio is a figure of the machine: ' +
	'on one that many shared it was 8 to 34.';

const floorNode = 'smallest possible node';
const floorTrigger = 'smallest possible trigger';
const hmacAndJson = 'HMAC and JSON.parse';
const sdk = 'spectrum-ts, a client per item';

export const aims: readonly Aim[] = [
	{
		figure: 'send.1000.ofFloor',
		work: '1,000 items through Send, rate',
		against: floorNode,
		atLeast: 0.8,
		short: 0.2,
		missed: { tolerated: 0.5, because: itemWork },
	},
	{
		figure: 'send.10000.ofFloor',
		work: '10,000 items through Send, rate',
		against: floorNode,
		atLeast: 0.8,
		missed: { tolerated: 0.5, because: itemWork },
	},
	{ figure: 'send.40000.perItem', work: '40,000 items through Send, CPU per item', against: '10,000 items', atMost: 1.25 },
	{ figure: 'clients.cpuRatio', work: 'Send on Spectrum Cloud, CPU', against: sdk, atLeast: 6, short: 1 },
	{
		figure: 'clients.limitedRatio',
		work: 'Send with 5 control-plane calls a second, time',
		against: sdk,
		atLeast: 100,
		short: 2,
		missed: { tolerated: 5, because: waiting },
	},
	{ figure: 'clients.tokens', work: 'Tokens for 10,000 items in 50 executions', atMost: 1, short: 1 },
	{ figure: 'trigger.pack.cpu', work: 'Trigger, CPU per event up to `emit`', atMost: 80, short: 2_000 },
	{
		figure: 'trigger.ofFloor',
		work: "Trigger with n8n's engine running each event, rate",
		against: floorTrigger,
		atLeast: 0.95,
		missed: { tolerated: 0.1, because: eventWork },
	},
	{ figure: 'trigger.age.p99', work: 'Age of an event at `emit`, 100 events/s, p99', atMost: 5 },
	{ figure: 'catchUp.growth', work: 'Catch-up of 100,000 events, CPU per event', against: '10,000 events', atMost: 1.25, short: 4 },
	{ figure: 'catchUp.live', work: 'Catch-up of 100,000 events, live heap', pick: 'most', atMost: 64, short: 80 },
	{
		figure: 'catchUp.rss',
		work: 'Catch-up of 100,000 events, memory added',
		atMost: 64,
		short: 160,
		missed: { tolerated: 130, because: garbage },
	},
	{
		figure: 'webhook.1 kB.ofFloor',
		work: 'Webhook of 1 kB to its event, CPU',
		against: hmacAndJson,
		atMost: 1.5,
		short: 20,
		missed: { tolerated: 3, because: smallDelivery },
	},
	{ figure: 'webhook.64 kB.ofFloor', work: 'Webhook of 64 kB to its event, CPU', against: hmacAndJson, atMost: 1.5, short: 10 },
	{ figure: 'webhook.1 MB.ofFloor', work: 'Webhook of 1 MB to its event, CPU', against: hmacAndJson, atMost: 1.5, short: 10 },
	{
		figure: 'webhook.1 kB.filteredOfFloor',
		work: '… with a text filter, 1 kB',
		against: hmacAndJson,
		atMost: 1.8,
		short: 20,
		missed: { tolerated: 3, because: smallDelivery },
	},
	{ figure: 'webhook.64 kB.filteredOfFloor', work: '… with a text filter, 64 kB', against: hmacAndJson, atMost: 1.8, short: 10 },
	{ figure: 'webhook.1 MB.filteredOfFloor', work: '… with a text filter, 1 MB', against: hmacAndJson, atMost: 1.8, short: 10 },
	{ figure: 'webhook.forged', work: 'Forged delivery of 16 MiB refused', atMost: 15, short: 60 },
	{ figure: 'loading.20', work: 'All nodes and credentials loaded, Node 20', against: 'after n8n-workflow', atMost: 80, short: 400 },
	{ figure: 'loading.24', work: 'All nodes and credentials loaded, Node 24', against: 'after n8n-workflow', atMost: 80 },
	{ figure: 'loading.early.20', work: 'Libraries loaded before a call needs them, Node 20', atMost: 0, short: 0 },
	{ figure: 'loading.early.24', work: 'Libraries loaded before a call needs them, Node 24', atMost: 0 },
	{ figure: 'files.down.64.20', work: '100 MiB down in pieces of 64 KiB, memory added, Node 20', atMost: 16, short: 32 },
	{ figure: 'files.down.1024.20', work: '100 MiB down in pieces of 1 MiB, memory added, Node 20', atMost: 16 },
	{ figure: 'files.down.64.24', work: '100 MiB down in pieces of 64 KiB, memory added, Node 24', atMost: 16 },
	{ figure: 'files.down.1024.24', work: '100 MiB down in pieces of 1 MiB, memory added, Node 24', atMost: 16 },
	{
		figure: 'files.up.20',
		work: '99 MiB up, memory added, Node 20',
		against: 'file',
		atMost: 2.1,
		short: 4,
		missed: { tolerated: 3.3, because: upload },
	},
	{
		figure: 'files.up.24',
		work: '99 MiB up, memory added, Node 24',
		against: 'file',
		atMost: 2.1,
		missed: { tolerated: 3.3, because: upload },
	},
	{ figure: 'activations.connections', work: '100 active triggers on one credential', atMost: 1, short: 1 },
	{ figure: 'activations.each', work: 'Live heap of each further active trigger', atMost: 200 },
	// What the host of the tests logs of each stays with it.
	{ figure: 'activations.left', work: '500 activations and deactivations, heap left by each', atMost: 4 },
	{ figure: 'activations.handles', work: '500 activations and deactivations, open handles left', atMost: 0, short: 0 },
	{
		figure: 'markdown.growth',
		work: 'Markdown, 80 shapes of 160 kB, time per character',
		against: '16 kB',
		pick: 'most',
		atMost: 4,
		short: 6,
	},
	{ figure: 'markdown.2kB', work: 'Markdown of 2 kB', atMost: 0.1, short: 2 },
];
