import { foreignSecret } from '../people';
import { endsWithReason, nobody, type Playing, type Wiring } from '../wiring';

/** The tool refuses, the run goes on, and the model is given the reason; nobody is reached. */
export function refusal(
	tells = /may not|may be used|may change only|would be a new|not in the conversation|does not exist|about the conversation that started the run|"To"|"Conversation"|"Message ID"/i,
): Partial<Wiring> {
	return { reaches: nobody, tells };
}

/** What a refusal has told the model, and nothing that somebody else wrote. */
export function checkTold(wiring: Wiring, { model, name, version }: Playing): void {
	if (wiring.tells !== undefined && !endsWithReason(wiring, version))
		expect(model.told(name)).toContainEqual(expect.stringMatching(wiring.tells));
	nothingForeign({ model, name });
}

/** Nothing that somebody else wrote was given to the model. */
export function nothingForeign({ model, name }: Pick<Playing, 'model' | 'name'>): void {
	expect(model.told(name)).not.toContainEqual(expect.stringContaining(foreignSecret));
}
