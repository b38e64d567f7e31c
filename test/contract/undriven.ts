/**
 * RPCs of our wire definition that the vendor's client does not drive against the simulator. The list only shrinks:
 * `rpcLedger.test.ts` fails when a name stands here without need.
 */
export const undriven: readonly string[] = [];
