import { WebError } from '../../route';
import type { Desk } from '../desk';
import type { Holder } from '../holder';
import { flag, number, optionalText, type Body } from '../input';
import type { LineStore } from '../../../store/line';

/** Accuracy of a place that a person chooses on the page, in metres. */
const usualAccuracy = 25;

/** The person shares a place with a line in Find My, is somewhere else, or stops sharing. */
export function changeLocation(desk: Desk, body: Body): { readonly holder: Holder; readonly line: LineStore } {
	const holder = desk.actor(body);
	const line = desk.line(body);
	const { phone } = holder;
	if (!flag(body, 'isShared', true)) {
		phone.stopSharingLocation(line.id);
		return { holder, line };
	}
	if (!phone.imessage) throw new WebError(422, 'Find My needs iMessage. Switch it on in the settings of the phone');
	phone.shareLocation(
		{
			latitude: number(body, 'latitude', -90, 90),
			longitude: number(body, 'longitude', -180, 180),
			accuracy: usualAccuracy,
			shortAddress: optionalText(body, 'name', 100),
			name: holder.name,
		},
		line.id,
	);
	return { holder, line };
}
