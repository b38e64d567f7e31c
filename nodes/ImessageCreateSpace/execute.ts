import type { IExecuteFunctions } from 'n8n-workflow';
import { runItems } from '../shared/n8n/loop/itemLoop';
import { createDirect, createGroup } from './create';
import { clearIcon, getIcon, setIcon } from './icon';
import { leave } from './leave';
import { addMembers, listMembers, removeMembers } from './members';
import { rename } from './rename';

/** The operations of the node. */
export async function execute(context: IExecuteFunctions) {
	return await runItems(context, {
		'space.createDirect': { run: createDirect, sends: true },
		'space.createGroup': { run: createGroup, sends: true, changesGroups: true },
		'group.rename': { run: rename, changesGroups: true },
		'group.setIcon': { run: setIcon, changesGroups: true },
		'group.clearIcon': { run: clearIcon, changesGroups: true },
		'group.addMembers': { run: addMembers, changesGroups: true },
		'group.removeMembers': { run: removeMembers, changesGroups: true },
		'group.getIcon': { run: getIcon, reads: true },
		'group.listMembers': { run: listMembers, reads: true },
		'group.leave': { run: leave, changesGroups: true },
	});
}
