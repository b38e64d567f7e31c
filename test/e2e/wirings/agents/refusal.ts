import { foreignSecret } from '../people';
import { nobody, type Playing, type Wiring } from '../wiring';

/** The tool refuses, the run goes on, and the model is given the reason. */
export function refusal(reason = /may not|may be used|may change only|would be a new|not in the conversation|does not exist|not only about|"To"|"Message ID"/i): Partial<Wiring> {
	return {
		reaches: nobody,
		also: ({ model, name }) => {
			expect(model.told(name)).toContainEqual(expect.stringMatching(reason));
			nothingForeign({ model, name });
		},
	};
}

/** Nothing that somebody else wrote was given to the model. */
export function nothingForeign({ model, name }: Pick<Playing, 'model' | 'name'>): void {
	expect(model.told(name)).not.toContainEqual(expect.stringContaining(foreignSecret));
}
