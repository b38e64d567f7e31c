import { photon as events } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/event_service';
import { photon as messages } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/message_types';
import { lengthField, varintField, wire } from '../../../contract/wireFormat';
import { logWorkflow, nextEvents, useLogStage, type LogStage } from '../../../support/logHost';
import { RawLogServer, rawLogCredential, textEvent } from '../../../support/rawLogServer';
import { warnings } from '../../../support/triggerHost';

const { CatchUpEventsResponse } = events.imessage.v1;
const { MessageChangeEvent, MessageReceived } = messages.imessage.v1;

const phone = '+15550000001';
const space = 'any;-;+15551230001';

const log = new Map<number, Uint8Array>([
	[1, textEvent(1, 'Before')],
	[2, wire(varintField(1, 2), lengthField(10, [0xff, 0xff, 0xff]))],
	[
		3,
		new CatchUpEventsResponse({
			sequence: '3',
			message_changed: new MessageChangeEvent({ chat_guid: space, message_received: new MessageReceived() }),
		}).serialize(),
	],
	[4, wire(varintField(1, 4))],
	[5, wire(varintField(1, 5), lengthField(55, lengthField(1, 'newer than this pack')))],
	[6, textEvent(6, 'After')],
]);

const startStage = useLogStage();
let stage: LogStage;
let server: RawLogServer;

beforeEach(async () => {
	stage = await startStage();
	server = await RawLogServer.start(log);
	stage.host.setCredential('selfHosted', rawLogCredential(server, phone));
});

afterEach(() => {
	server.stop();
});

const workflow = (receiveBy: string, chosen: readonly string[]) =>
	logWorkflow({
		receiveBy,
		events: chosen,
		authentication: 'spectrumSelfHostedApi',
		startAt: 'everything',
		pollEvery: 'custom',
		cronExpression: '* * * * * *',
	});

/** The warnings about events, and how often each was said. */
const unreadable = (): string[] => warnings(stage.host).filter((message) => message.includes('cannot be read'));

describe.each(['stream', 'polling'])('by %s', (receiveBy) => {
	it('events that cannot be read are warnings with line and sequence; what is newer is none, and what follows comes', async () => {
		await stage.host.activate(workflow(receiveBy, ['message.received']));
		const told = await nextEvents(stage.host, 2);
		expect(told.map(({ message }) => message?.text)).toEqual(['Before', 'After']);
		expect(unreadable()).toEqual([
			expect.stringMatching(/Line \+15550000001: event 2 cannot be read and is skipped: its bytes are not an event/),
			expect.stringMatching(/event 3 cannot be read and is skipped: .*did not send the message/),
			expect.stringMatching(/event 4 cannot be read and is skipped: it does not say what happened/),
		]);
	});

	it('where gaps are chosen each is one, and none of them comes again after a restart', async () => {
		await stage.host.activate(workflow(receiveBy, ['message.received', 'line.gap']));
		const told = await nextEvents(stage.host, 5);
		const gaps = told.flatMap((event) => ('gap' in event ? [event.gap] : []));
		expect(gaps).toEqual(['2', '3', '4'].map((sequence) => ({ reason: 'eventUnreadable', after: String(Number(sequence) - 1), sequence })));
		log.set(7, textEvent(7, 'Later'));
		await stage.host.restart(stage.freshNodes());
		expect((await nextEvents(stage.host, 1)).map(({ message }) => message?.text)).toEqual(['Later']);
		log.delete(7);
	});
});
