/**
 * RPCs of our wire definition that the vendor's client does not drive against the simulator yet. The list only
 * shrinks: `rpcLedger.test.ts` fails when a name stands here without need.
 */
export const undriven: readonly string[] = [
	'ChatService/SubscribeChatEvents',
	'EventService/CatchUpEvents',
	'GroupService/SubscribeGroupEvents',
	'MessageService/SubscribeMessageEvents',
	'PollService/SubscribePollEvents',
];
