import { errorKinds, SpectrumError, type ErrorKind } from '../../../../../nodes/shared/spectrum/errors/SpectrumError';
import { isAboutSubject, isUnknownToServer } from '../../../../../nodes/shared/spectrum/log/dispatch/lookupFailures';

const failure = (kind: ErrorKind, facts: Partial<ConstructorParameters<typeof SpectrumError>[0]> = {}) =>
	new SpectrumError({ kind, message: 'It failed', advice: 'Try again.', ...facts });

const refusals = ['permission', 'duplicate', 'notFound', 'invalid', 'unsupported', 'tooLarge', 'notSent', 'internal', 'protocol'];

test('a refusal is what a server says of the thing that was asked for', () => {
	expect(errorKinds.filter((kind) => isAboutSubject(failure(kind, { status: 'INTERNAL' })))).toEqual(refusals);
	expect(errorKinds.filter((kind) => isAboutSubject(failure(kind)))).toEqual(refusals);
});

test('neither the control plane nor a broken connection says anything of it', () => {
	expect(errorKinds.filter((kind) => isAboutSubject(failure(kind, { status: 'HTTP 500' })))).toEqual([]);
	expect(errorKinds.filter((kind) => isAboutSubject(failure(kind, { connectionFailed: true })))).toEqual([]);
});

test('only what a server does not have it will not have later, and only a server knows', () => {
	expect(errorKinds.filter((kind) => isUnknownToServer(failure(kind, { status: 'NOT_FOUND' })))).toEqual(['notFound', 'invalid']);
	expect(errorKinds.filter((kind) => isUnknownToServer(failure(kind)))).toEqual([]);
	expect(errorKinds.filter((kind) => isUnknownToServer(failure(kind, { status: 'HTTP 404' })))).toEqual([]);
});
