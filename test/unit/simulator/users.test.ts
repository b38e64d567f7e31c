import { status, type ServiceError } from '@grpc/grpc-js';
import { Simulator, type SimulatorOptions } from '../../simulator';
import { addressKinds, chats } from '../../simulator/generated';
import { callControlPlane, type CallOptions } from './controlPlaneClient';
import { rawClient } from './rawCall';

const alice = '+15551230001';
const bob = '+15551230002';

describe('the users of the simulated project', () => {
	let spectrum: Simulator;

	const start = async (options: SimulatorOptions = {}): Promise<void> => {
		spectrum = await Simulator.start({ rateLimit: Number.POSITIVE_INFINITY, tls: false, ...options });
	};
	const call = (method: string, path: string, options?: CallOptions) => callControlPlane(spectrum, method, path, options);
	const create = async (body: object) => {
		const answer = await call('POST', '/users/', { body });
		return { status: answer.status, data: (answer.body as { data: { id: string; assignedPhoneNumber: string } }).data };
	};

	afterEach(async () => {
		await spectrum.stop();
	});

	describe('in the control plane', () => {
		it('are made, listed, shown and removed', async () => {
			await start();
			const made = await create({ type: 'shared', phoneNumber: alice, firstName: 'Alice', email: 'alice@example.com' });
			expect(made.status).toBe(201);
			const user = {
				id: made.data.id,
				projectId: spectrum.projectId,
				type: 'shared',
				phoneNumber: alice,
				assignedPhoneNumber: expect.stringMatching(/^\+1555999000\d$/),
				firstName: 'Alice',
				email: 'alice@example.com',
				createdAt: expect.stringMatching(/Z$/),
			};
			expect(made.data).toEqual(user);
			await create({ type: 'shared', phoneNumber: bob });
			expect((await call('GET', '/users/')).body).toMatchObject({ data: { users: [user, { phoneNumber: bob }], total: 2 } });
			expect((await call('GET', `/users/?type=shared&search=${encodeURIComponent(bob)}`)).body).toMatchObject({
				data: { users: [{ phoneNumber: bob }], total: 1 },
			});
			expect((await call('GET', '/users/?type=dedicated')).body).toMatchObject({ data: { users: [], total: 0 } });
			expect((await call('GET', `/users/${made.data.id}/`)).body).toEqual({ succeed: true, data: user });
			expect(await call('GET', `/users/${made.data.id}/redirect`, { auth: null })).toMatchObject({
				status: 302,
				headers: { location: `sms:${made.data.assignedPhoneNumber}` },
			});
			expect((await call('DELETE', `/users/${made.data.id}/`)).body).toEqual({ succeed: true, data: { userId: made.data.id } });
			for (const path of ['/', '/redirect']) expect((await call('GET', `/users/${made.data.id}${path}`)).status).toBe(404);
			expect((await call('DELETE', `/users/${made.data.id}/`)).status).toBe(404);
		});

		it('stand there once', async () => {
			await start();
			await create({ type: 'shared', phoneNumber: alice });
			expect((await create({ type: 'shared', phoneNumber: alice })).status).toBe(409);
		});

		it('of a dedicated line have the number of one', async () => {
			await start({ plan: 'dedicated' });
			const user = (assignedPhoneNumber?: string) => create({ type: 'dedicated', phoneNumber: alice, assignedPhoneNumber });
			expect((await user()).status).toBe(422);
			expect((await user('+15550000009')).status).toBe(422);
			expect((await user('+15550000001')).data.assignedPhoneNumber).toBe('+15550000001');
		});

		it.each([
			['a type', { phoneNumber: alice }],
			['a number', { type: 'shared', phoneNumber: '555-1234' }],
			['a first name', { type: 'shared', phoneNumber: alice, firstName: 7 }],
			['an object', []],
		])('need %s', async (_name, body) => {
			await start();
			expect((await create(body)).status).toBe(422);
			expect(spectrum.dashboard.users.all).toEqual([]);
		});
	});

	describe('as the list of those who may be written to', () => {
		const refusal = { code: status.PERMISSION_DENIED, details: 'Target not allowed for this project' };

		/** The answers to every kind of write to a person. */
		const writes = async (address: string) => {
			const client = rawClient(spectrum);
			const chat_guid = `any;-;${address}`;
			const service = addressKinds.ChatServiceType.CHAT_SERVICE_TYPE_IMESSAGE;
			const settled = await Promise.allSettled([
				client.send({ chat_guid, text: 'Hi' }),
				client.create({ addresses: [address], service }),
				client.create({ addresses: [address], service, initial_message: new chats.CreateChatInitialMessage({ text: 'Hi' }) }),
				client.chats('SetTyping', new chats.SetTypingRequest({ chat_guid, is_typing: true })),
				client.chats('ShareContactInfo', new chats.ShareContactInfoRequest({ chat_guid })),
				client.chats('MarkChatRead', new chats.MarkChatReadRequest({ chat_guid })),
			]);
			client.close();
			return settled;
		};

		it('refuse everybody else, without a code of their own', async () => {
			await start({ audience: 'users' });
			for (const result of await writes(alice)) {
				expect(result).toMatchObject({ status: 'rejected', reason: refusal });
				const { metadata } = (result as PromiseRejectedResult).reason as ServiceError;
				expect(metadata.get('error-code')).toEqual([]);
			}
			expect(spectrum.phone(alice).messages).toEqual([]);
			expect(spectrum.store().chats.size).toBe(0);
		});

		it('open after the person has written once', async () => {
			await start({ audience: 'users' });
			spectrum.receive({ from: alice, text: 'Too early: nobody knows me yet' });
			spectrum.dashboard.addUser(alice, { optedIn: false });
			expect((await writes(alice))[0]).toMatchObject({ status: 'rejected' });
			spectrum.receive({ from: alice, text: 'Hi' });
			expect((await writes(alice)).every((result) => result.status === 'fulfilled')).toBe(true);
			expect((await writes(bob))[0]).toMatchObject({ status: 'rejected' });
		});

		it('open after an invitation was accepted, and close with the user', async () => {
			await start({ audience: 'users' });
			const { id } = spectrum.dashboard.addUser(alice, { optedIn: false });
			spectrum.dashboard.users.optIn(alice);
			expect((await writes(alice))[0]).toMatchObject({ status: 'fulfilled' });
			spectrum.dashboard.users.delete(id);
			expect((await writes(alice))[0]).toMatchObject({ status: 'rejected' });
		});

		it('do not exist on the dedicated plan, nor unless the test says so', async () => {
			await start({ plan: 'dedicated', audience: 'users' });
			expect((await writes(alice))[1]).toMatchObject({ status: 'fulfilled' });
			await spectrum.stop();
			await start();
			expect((await writes(alice))[0]).toMatchObject({ status: 'fulfilled' });
		});
	});
});
