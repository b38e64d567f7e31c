import { follow } from '../../contract/follow';
import { look } from './look';
import { line, space, Pair } from './pair';

describe('a location on the phones of the page', () => {
	let pair: Pair;
	beforeEach(async () => {
		pair = await Pair.open();
	});
	afterEach(async () => await pair.close());

	test('is asked for with a card, shared in the details, and followed until the person stops', async () => {
		const { phone, client, stage } = pair;
		await pair.begin();
		const updates = follow(client.locations.watch());
		await stage.spectrum.nextStream();
		await client.locations.request(space, phone.address);
		await look(phone.message('Would like to see your location')).toBeVisible();
		await phone.button('Answer').click();
		const details = phone.dialog('Details');
		await look(details.getByText('Not shared with this line.')).toBeVisible();
		await details.getByRole('button', { name: 'Share Berlin' }).click();
		expect(await updates.next()).toMatchObject({ location: { address: phone.address, latitude: 52.52, shortAddress: 'Berlin' } });
		await look(details.getByText('Shared with this line: Berlin')).toBeVisible();
		expect(await client.locations.get(phone.address)).toMatchObject({ longitude: 13.405, accuracy: 25, name: 'Ada Reyes' });

		await details.getByRole('button', { name: 'Move to Tokyo' }).focus();
		await phone.page.keyboard.press('Enter');
		expect(await updates.next()).toMatchObject({ location: { shortAddress: 'Tokyo' } });
		await look(details.getByRole('button', { name: 'In Tokyo' })).toHaveAttribute('aria-pressed', 'true');
		await details.getByRole('button', { name: 'Stop Sharing' }).click();
		await look(details.getByText('Not shared with this line.')).toBeVisible();
		await expect(client.locations.get(phone.address)).rejects.toMatchObject({ code: 'sharedFriendLocationNotFound' });
		await details.getByRole('button', { name: 'Done' }).click();
		await phone.button(`Details of ${line}`).click();
		await look(details.getByText('Not shared with this line.')).toBeVisible();
		await updates.close();
	});
});
