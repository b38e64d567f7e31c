import type { IBinaryData } from 'n8n-workflow';
import { picture } from '../../../contract/pictures';
// Before n8n-core itself: it sets what that reads.
import { Container } from '../../../support/host/core';
import { BinaryDataService } from 'n8n-core';
import { logWorkflow, useLogStage } from '../../../support/logHost';
import { warnings } from '../../../support/triggerHost';

const alice = '+15551230001';
const bob = '+15551230002';
const icon = picture('png');
const changed = { events: ['group.iconChanged', 'group.iconRemoved'] };

const bytesOf = async (file?: IBinaryData) => await Container.get(BinaryDataService).getAsBuffer(file as IBinaryData);

const start = useLogStage();

async function active(options: object = {}, stage: Parameters<typeof start>[0] = {}) {
	const { spectrum, host } = await start(stage);
	const group = spectrum.createGroup({ members: [alice, bob] });
	await host.activate(logWorkflow({ ...changed, options }));
	const next = async () => {
		const [item] = (await host.nextExecution()).items('Next');
		if (item === undefined) throw new Error('There is no item');
		return item;
	};
	return { spectrum, host, group, next };
}

test('the new picture comes with its event; its removal has none', async () => {
	const { spectrum, host, group, next } = await active({ downloadGroupIcon: true });
	spectrum.phone(alice).setGroupIcon(group, icon);
	const set = await next();
	expect(set.json).toMatchObject({ event: 'group.iconChanged', space: { id: group } });
	expect(set.json).not.toHaveProperty('downloadError');
	expect(Object.keys(set.binary ?? {})).toEqual(['icon']);
	expect(set.binary?.icon).toMatchObject({ mimeType: 'image/png' });
	expect(await bytesOf(set.binary?.icon)).toEqual(icon);
	spectrum.phone(alice).setGroupIcon(group);
	const removed = await next();
	expect(removed.json).toMatchObject({ event: 'group.iconRemoved' });
	expect(removed.json).not.toHaveProperty('downloadError');
	expect(removed.binary).toBeUndefined();
	expect(warnings(host)).toEqual([]);
});

test('without the option nothing is fetched', async () => {
	const { spectrum, group, next } = await active({ downloadAttachments: true });
	spectrum.phone(alice).setGroupIcon(group, icon);
	expect((await next()).binary).toBeUndefined();
	expect(spectrum.calls.filter(({ method }) => method === 'GetIcon')).toEqual([]);
});

test('a failure is said on the item, and the event starts its run all the same', async () => {
	const { spectrum, host, group, next } = await active({ downloadGroupIcon: true });
	spectrum.faults.add('GetIcon', { type: 'error', code: 'privateApiUnavailable' });
	spectrum.phone(alice).setGroupIcon(group, icon);
	const { json, binary } = await next();
	expect(binary).toBeUndefined();
	expect(json).toMatchObject({
		event: 'group.iconChanged',
		downloadError: { code: 'privateApiUnavailable', failed: [{ property: 'icon', code: 'privateApiUnavailable' }] },
	});
	expect(warnings(host)).toEqual([expect.stringContaining('files of event')]);
});

test('a picture that is gone again is said to be gone', async () => {
	const { spectrum, group, next } = await active({ downloadGroupIcon: true });
	spectrum.faults.add('GetIcon', { type: 'error', code: 'groupIconNotFound' });
	spectrum.phone(alice).setGroupIcon(group, icon);
	expect((await next()).json).toMatchObject({ downloadError: { kind: 'notFound', message: 'The group has no picture any more' } });
});
