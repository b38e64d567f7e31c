import type { INodeProperties } from 'n8n-workflow';
import { cloudCredential } from '../shared/n8n/credentials/credentials';

/** Only Spectrum Cloud says whether a profile is synced. */
export const shareOwnCardOption: INodeProperties = {
	displayName: 'Share Own Card',
	name: 'shareOwnCard',
	type: 'boolean',
	default: false,
	description:
		'Whether to share the name and photo of the account after the message. A person gets them at most once a day, only in a direct conversation, and only after they have written to you. The profile has to be synced with iMessage in the Spectrum dashboard. The field ownCard in the output says what happened.',
	displayOptions: { show: { '/authentication': [cloudCredential] } },
};
