import { walkThroughTheDoor } from './editor/doorWalk';

walkThroughTheDoor({
	version: '2.40',
	publish: async (newcomer) => {
		expect(await newcomer.publish()).toContain('The trigger now connects to your lines');
	},
});
