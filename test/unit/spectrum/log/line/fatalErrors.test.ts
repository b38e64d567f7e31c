import { errorKinds, type ErrorKind } from '../../../../../nodes/shared/spectrum/errors/SpectrumError';
import { isFatal } from '../../../../../nodes/shared/spectrum/log/line/fatalErrors';
import { failure } from '../fakeSession';

const hopelessKinds = (status: string | undefined, refusals: number): ErrorKind[] =>
	errorKinds.filter((kind) => isFatal(failure(kind, status), refusals));

it.each<[string, string | undefined, number, ErrorKind[]]>([
	['what a line’s server says for the first time', 'ANY', 1, ['permission']],
	['what it says after the token was renewed', 'ANY', 2, ['authentication', 'permission']],
	['what the control plane says', 'HTTP 400', 1, ['authentication', 'permission', 'notFound']],
	['what was found on this side', undefined, 0, ['authentication', 'permission', 'unsupported']],
])('of %s only this is for ever', (_name, status, refusals, kinds) => {
	expect(hopelessKinds(status, refusals)).toEqual(kinds);
});
