import type { SimulatorOptions } from '../../../simulator/src';
import { ada } from '../support/stage';
import { OpenedPanel } from './openedPanel';

const lines = ['+15550000001', '+15550000002'];

describe('lines and webhooks that a person adds at the control panel', () => {
	let opened: OpenedPanel;

	const open = async (options?: SimulatorOptions): Promise<void> => {
		opened = await OpenedPanel.open(options);
	};

	afterEach(async () => await opened.close());

	it('adds a line, by the keyboard alone, and says what is wrong with a number', async () => {
		await open({ plan: 'dedicated', lines });
		const form = opened.root.getByRole('form', { name: 'Add a line' });
		await form.getByLabel('Number').fill('twelve');
		await opened.page.keyboard.press('Enter');
		await form.getByRole('status').getByText('twelve is not a number in international form, such as +15551230001').waitFor();
		await form.getByLabel('Number').fill('+1 555 000 0002');
		await opened.page.keyboard.press('Enter');
		await form.getByText('There is already a line +15550000002').waitFor();
		await form.getByLabel('Number').fill('+1 555 000 0003');
		await opened.page.keyboard.press('Enter');
		await form.getByRole('status').getByText('Added +15550000003').waitFor();
		await opened.root.getByRole('region', { name: '+15550000003' }).getByText('up').waitFor();
		expect(await form.getByLabel('Number').inputValue()).toBe('');
		const phone = opened.page.locator(`.phone[data-phone="${ada}"]`);
		await phone.getByRole('button', { name: 'New message', exact: true }).click();
		await phone.getByRole('radio', { name: '+1 (555) 000-0003' }).waitFor();
		expect(opened.spectrum.lines.map((line) => line.phone)).toEqual([...lines, '+15550000003']);
	});

	it('adds no line on the shared plan', async () => {
		await open();
		await opened.root.getByRole('region', { name: 'Shared line' }).waitFor();
		expect(await opened.root.getByRole('form', { name: 'Add a line' }).count()).toBe(0);
	});

	it('registers a webhook, shows its secret once, and removes it, by the keyboard alone', async () => {
		await open();
		await opened.tab('Webhooks');
		const form = opened.root.getByRole('form', { name: 'Register a webhook' });
		const url = 'https://n8n.example.com/webhook/by-hand';
		await form.getByLabel('URL').fill('n8n');
		await opened.page.keyboard.press('Enter');
		await form.getByText('n8n is not the address of a website, such as https://n8n.example.com/webhook/imessage').waitFor();
		await form.getByLabel('URL').fill(url);
		await opened.page.keyboard.press('Enter');
		await form.getByRole('status').getByText('Registered', { exact: true }).waitFor();
		const [webhook] = opened.spectrum.webhooks;
		expect(await form.getByLabel('Signing secret', { exact: true }).inputValue()).toBe(webhook?.signingSecret);
		expect(await form.getByLabel('Standard Webhooks secret').inputValue()).toBe(webhook?.standardSigningSecret);
		await opened.spectrum.receive({ from: ada, text: 'Hello' }).delivered;
		expect(opened.receiver.posts).toHaveLength(1);
		await form.getByLabel('URL').fill(url);
		await opened.page.keyboard.press('Enter');
		await form.getByText('This URL is registered already').waitFor();
		await form.getByLabel('URL').fill('http://localhost:5678/webhook/a');
		await opened.page.keyboard.press('Enter');
		await form.getByText('Registered, but nothing can be delivered to it: the URL is not https').waitFor();

		await opened.root.getByRole('button', { name: `Remove ${url}` }).focus();
		await opened.page.keyboard.press('Enter');
		await opened.says('Removed');
		await opened.root.getByRole('button', { name: `Remove ${url}` }).waitFor({ state: 'detached' });
		const view = opened.root.getByRole('tabpanel', { name: 'Webhooks' });
		expect(await view.and(opened.page.locator(':focus')).count()).toBe(1);
		await opened.tab('Lines');
		await opened.tab('Webhooks');
		expect(await opened.root.getByLabel('Signing secret', { exact: true }).count()).toBe(0);
	});
});
