import { withClient } from './vendorDriver';

const alice = '+15551230001';
const bob = 'bob@example.com';
const space = `any;-;${alice}`;
const line = '+15550000001';

describe('polls, seen by the vendor’s client', () => {
	it('arrive as a message and collect the votes of everybody', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const { chat } = await client.chats.create([alice, bob]);
			const poll = await client.polls.create(chat.guid, 'Lunch?', ['Pizza', 'Soup']);
			expect(poll).toMatchObject({ chatGuid: chat.guid, title: 'Lunch?', votes: [] });
			expect(poll.options.map(({ text, creatorHandle }) => [text, creatorHandle])).toEqual([
				['Pizza', line],
				['Soup', line],
			]);
			const { pollMessageGuid: id } = poll;
			const arrived = await spectrum.phone(bob).next();
			expect(arrived).toMatchObject({ id, text: '', poll: { title: 'Lunch?', options: ['Pizza', 'Soup'] } });
			expect((await client.messages.get(id)).content.balloonBundleId).toMatch(/Polls$/);
			const [pizza, soup] = poll.options.map(({ optionIdentifier }) => optionIdentifier);
			await client.polls.vote(id, soup!);
			await client.polls.vote(id, soup!);
			spectrum.phone(alice).vote(id, 'Pizza');
			spectrum.phone(bob).vote(id, soup!);
			spectrum.phone(bob).addPollOption(id, 'Salad');
			const now = await client.polls.get(id);
			expect(now.votes.map(({ participant, optionIdentifier }) => [participant.address, optionIdentifier])).toEqual([
				[line, soup],
				[alice, pizza],
				[bob, soup],
			]);
			expect(now.options[2]).toMatchObject({ text: 'Salad', creatorHandle: bob });
			expect(
				spectrum
					.phone(alice)
					.eventsOf('vote')
					.map(({ from, isSet }) => [from, isSet]),
			).toEqual([
				[undefined, true],
				[bob, true],
			]);
			const log = spectrum.eventLog().map(({ domain, actor, change }) => [domain, change.type, actor]);
			expect(log).toEqual([
				['message', 'messageReceived', undefined],
				['poll', 'created', undefined],
				['poll', 'voted', undefined],
				['poll', 'voted', alice],
				['poll', 'voted', bob],
				['poll', 'optionAdded', bob],
			]);
		});
	});

	it('lose all votes of the account when it unvotes, and nobody else’s', async () => {
		await withClient({}, async (spectrum, client) => {
			spectrum.settings.pollChoices = 'several';
			const { pollMessageGuid: id, options } = await client.polls.create(space, 'Which?', ['A', 'B', 'C']);
			for (const { optionIdentifier } of options) await client.polls.vote(id, optionIdentifier);
			spectrum.phone(alice).vote(id, 'A');
			expect((await client.polls.get(id)).votes).toHaveLength(4);
			expect((await client.polls.unvote(id)).votes).toMatchObject([{ participant: { address: alice } }]);
			expect((await client.polls.unvote(id)).votes).toHaveLength(1);
			expect(spectrum.phone(alice).unvote(id).votes).toEqual([]);
			expect(spectrum.eventLog().filter(({ change }) => change.type === 'unvoted')).toHaveLength(4);
		});
	});

	it('give one person one vote, which moves', async () => {
		await withClient({}, async (spectrum, client) => {
			const { pollMessageGuid: id, options } = await client.polls.create(space, 'Which?', ['A', 'B']);
			for (const { optionIdentifier } of options) await client.polls.vote(id, optionIdentifier);
			expect((await client.polls.get(id)).votes).toMatchObject([{ optionIdentifier: options[1]?.optionIdentifier }]);
			expect(
				spectrum
					.eventLog()
					.slice(2)
					.map(({ change }) => change.type),
			).toEqual(['voted', 'unvoted', 'voted']);
		});
	});

	it('can be stored without their title', async () => {
		await withClient({}, async (spectrum, client) => {
			spectrum.settings.emptyPollTitles = true;
			const poll = await client.polls.create(space, 'Lunch?', ['A', 'B']);
			expect(poll.title).toBe('');
			expect(await client.polls.addOption(poll.pollMessageGuid, 'C')).toMatchObject({ title: '', options: [{}, {}, { text: 'C' }] });
			expect(spectrum.phone(alice).eventsOf('pollOption')).toMatchObject([{ pollId: poll.pollMessageGuid, text: 'C' }]);
		});
	});

	it('refuse too few and empty options, and what they do not have', async () => {
		await withClient({}, async (spectrum, client) => {
			for (const options of [[], ['A'], ['A', '']]) {
				await expect(client.polls.create(space, 'Which?', options)).rejects.toMatchObject({ code: 'invalidArgument' });
			}
			expect(spectrum.store().chats.size).toBe(0);
			const { pollMessageGuid: id } = await client.polls.create(space, 'Which?', ['A', 'B']);
			const text = await client.messages.sendText(space, 'No poll');
			await expect(client.polls.vote(id, 'A')).rejects.toMatchObject({ code: 'invalidArgument' });
			await expect(client.polls.addOption(id, '')).rejects.toMatchObject({ code: 'invalidArgument' });
			for (const guid of [text.guid, 'nobody']) {
				const none = { name: 'NotFoundError', code: 'pollNotFound' };
				await expect(client.polls.get(guid)).rejects.toMatchObject(none);
				await expect(client.polls.vote(guid, 'A')).rejects.toMatchObject(none);
				await expect(client.polls.unvote(guid)).rejects.toMatchObject(none);
			}
			await client.messages.unsend(space, id);
			await expect(client.polls.get(id)).rejects.toMatchObject({ code: 'pollNotFound' });
			expect(() => spectrum.phone(bob).vote(id, 'A')).toThrow('no message');
		});
	});

	it('are made and voted on once, however often an id is sent', async () => {
		await withClient({}, async (spectrum, client) => {
			const create = () => client.polls.create(space, 'Which?', ['A', 'B'], { clientMessageId: 'poll' });
			const poll = await create();
			expect(await create()).toEqual(poll);
			expect(spectrum.phone(alice).messages).toHaveLength(1);
			spectrum.settings.repeats = 'duplicateMessage';
			const vote = () => client.polls.vote(poll.pollMessageGuid, poll.options[0]!.optionIdentifier, { clientMessageId: 'vote' });
			await vote();
			await expect(vote()).rejects.toMatchObject({ code: 'duplicateMessage' });
		});
	});
});
