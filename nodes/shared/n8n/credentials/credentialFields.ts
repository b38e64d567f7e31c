import { SpectrumError } from '../../spectrum/errors/SpectrumError';
import { wrongField } from '../errors/wrongField';

/** @param hint what to fill in, when it is empty */
export function required(value: unknown, field: string, hint: string): string {
	const given = text(value);
	if (given === '') {
		throw new SpectrumError(
			wrongField({ field: `credential's field "${field}"`, problem: 'is empty', advice: `Open the credential and fill it in: ${hint}.` }),
		);
	}
	return given;
}

export function text(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}

/** @param problem what is wrong, as a clause without a subject */
export function refused(field: string, problem: string, example: string): SpectrumError {
	return new SpectrumError(
		wrongField({ field: `credential's field "${field}"`, problem, advice: `Open the credential and enter it like this: ${example}` }),
	);
}
