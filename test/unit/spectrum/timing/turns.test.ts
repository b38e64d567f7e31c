import { Turns } from '../../../../nodes/shared/spectrum/timing/turns';

/** Work that ends when the test says so. */
function held() {
	let end!: (error?: Error) => void;
	const work = new Promise<string>((resolve, reject) => {
		end = (error) => (error === undefined ? resolve('done') : reject(error));
	});
	let begun = false;
	return {
		take: async () => {
			begun = true;
			return await work;
		},
		end,
		get begun() {
			return begun;
		},
	};
}

const settled = async () => await new Promise(setImmediate);

test('work of one key is done in turn, that of another beside it', async () => {
	const turns = new Turns();
	const [first, second, other] = [held(), held(), held()];
	const results = [turns.take('a', first.take), turns.take('a', second.take), turns.take('b', other.take)];
	await settled();
	expect([first.begun, second.begun, other.begun]).toEqual([true, false, true]);
	first.end();
	await settled();
	expect(second.begun).toBe(true);
	second.end();
	other.end();
	expect(await Promise.all(results)).toEqual(['done', 'done', 'done']);
});

test('what fails is the failure of its own turn only', async () => {
	const turns = new Turns();
	const [first, second, third] = [held(), held(), held()];
	const results = [first, second, third].map(async (work) => await turns.take('a', work.take));
	first.end(new Error('first'));
	second.end();
	third.end();
	expect(await Promise.allSettled(results)).toMatchObject([{ reason: { message: 'first' } }, { value: 'done' }, { value: 'done' }]);
	// Nobody is waited for any more.
	expect(await turns.take('a', async () => 'later')).toBe('later');
	expect(turns).toMatchObject({ last: new Map() });
});
