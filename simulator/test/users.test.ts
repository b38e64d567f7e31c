import { status, type ServiceError } from '@grpc/grpc-js';
import { Simulator, type SimulatorOptions } from '../src';
import { addressKinds, chats } from '../src/generated';
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
	const fetchRoot = async (path: string) => await callControlPlane(spectrum, 'GET', path, { auth: null, project: null });
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
			expect(made.status).toBe(200);
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
			expect((await call('GET', `/users/?id=${made.data.id}`)).body).toMatchObject({ data: { users: [user], total: 1 } });
			expect((await call('GET', '/users/?search=alic')).body).toMatchObject({ data: { users: [user], total: 1 } });
			expect((await call('DELETE', `/users/${made.data.id}/`)).body).toEqual({ succeed: true, data: { userId: made.data.id } });
			for (const path of ['/', '/redirect']) expect((await call('GET', `/users/${made.data.id}${path}`)).status).toBe(404);
			expect((await call('DELETE', `/users/${made.data.id}/`)).status).toBe(404);
		});

		it('stand there once: the same number changes what is given, or is refused by an older control plane', async () => {
			await start();
			const { data: first } = await create({ type: 'shared', phoneNumber: alice, firstName: 'Alice', lastName: 'A' });
			const { status: code, data: again } = await create({ type: 'shared', phoneNumber: alice, firstName: 'Alicia', lastName: null });
			expect([code, again]).toEqual([200, { ...first, firstName: 'Alicia' }]);
			spectrum.settings.repeatedUsers = 'conflict';
			expect((await create({ type: 'shared', phoneNumber: alice })).status).toBe(409);
			expect(spectrum.dashboard.users.all).toHaveLength(1);
		});

		it('come in pages where those are asked for, counted all the same', async () => {
			await start();
			for (const phoneNumber of [alice, bob, '+15551230003']) await create({ type: 'shared', phoneNumber });
			const page = async (query: string) =>
				((await call('GET', `/users/${query}`)).body as { data: { users: object[]; total: number } }).data;
			expect((await page('')).users).toHaveLength(3);
			expect(await page('?limit=2')).toMatchObject({ users: [{ phoneNumber: alice }, { phoneNumber: bob }], total: 3 });
			expect(await page('?limit=2&offset=2')).toMatchObject({ users: [{ phoneNumber: '+15551230003' }], total: 3 });
			for (const query of ['?limit=0', '?limit=501', '?offset=-1', '?limit=x', '?type=pigeon'])
				expect((await call('GET', `/users/${query}`)).status).toBe(422);
		});

		it('are invited below the project and below the root, with a text', async () => {
			await start();
			const { data } = await create({ type: 'shared', phoneNumber: alice });
			for (const text of ['', 'x'.repeat(1_001)]) expect((await call('GET', `/users/${data.id}/redirect?msg=${text}`)).status).toBe(422);
			expect((await call('GET', `/users/${data.id}/redirect?msg=Hi%20%26`, { auth: null })).headers.location).toBe(
				`sms:${data.assignedPhoneNumber}&body=Hi%20%26`,
			);
			const root = await fetchRoot(`/users/${data.id}/redirect`);
			expect(root).toMatchObject({ status: 302, headers: { location: `sms:${data.assignedPhoneNumber}` } });
			expect((await fetchRoot('/users/nobody/redirect')).status).toBe(404);
			expect((await fetchRoot('/users/')).status).toBe(404);
		});

		it('of a dedicated line have the number of one', async () => {
			await start({ plan: 'dedicated' });
			const user = (assignedPhoneNumber?: string) => create({ type: 'dedicated', phoneNumber: alice, assignedPhoneNumber });
			expect((await user()).status).toBe(422);
			expect((await user('+15550000009')).status).toBe(422);
			const { data } = await user('+15550000001');
			expect(data.assignedPhoneNumber).toBe('+15550000001');
			// The same number for the same line is the same person; they are not invited, because they may be written to.
			expect((await user('+15550000001')).data.id).toBe(data.id);
			expect((await call('GET', `/users/${data.id}/redirect`)).status).toBe(404);
		});

		it.each([
			['a type', { phoneNumber: alice }],
			['a number', { type: 'shared', phoneNumber: '555-1234' }],
			['an email address', { type: 'shared', phoneNumber: alice, email: 'nobody' }],
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
