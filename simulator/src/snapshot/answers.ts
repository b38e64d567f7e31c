import type { MethodDefinition } from '@grpc/grpc-js';
import { services } from '../services/registry';

type AnyMethod = MethodDefinition<unknown, unknown>;

/** Methods by their name: no two services have one of the same name. */
const methods = new Map<string, AnyMethod>(services.flatMap(({ definition }) => Object.entries(definition) as Array<[string, AnyMethod]>));

/** The answer of a write as it travels; undefined for a method that is not known. */
export function answerAsBytes(method: string, answer: unknown): Uint8Array | undefined {
	return methods.get(method)?.responseSerialize(answer);
}

export function answerOfBytes(method: string, bytes: Uint8Array): unknown {
	return methods.get(method)?.responseDeserialize(Buffer.from(bytes));
}
