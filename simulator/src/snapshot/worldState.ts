import { MovableClock } from '../movableClock';
import type { Clock } from '../clock';
import type { World } from '../world';
import { usualBounds, type Bounds } from './bounds';
import { lineState, newest } from './lineState';
import { fixedSettings, type ChangeableSettings, type Snapshot } from './snapshot';

/** Shares its parts with the running world: it is true until the next change. */
export function snapshotOf(world: World, clock: Clock, bounds: Bounds = usualBounds): Snapshot {
	const { settings, lines, phones, tokens, users, platforms, profile, webhooks, inbox, worker } = world;
	return {
		clock: clock instanceof MovableClock ? clock.state : undefined,
		settings: changeable(settings),
		lines: lines.all.map(({ store }) => lineState(store, bounds)),
		unavailable: lines.listed.flatMap(({ id, phone, status }) => (status === 'unavailable' ? [phone ?? id] : [])),
		createdAt: new Map(lines.listed.map(({ id, phone, createdAt }) => [phone ?? id, createdAt])),
		phones: newest(phones.all, bounds.phones).map((phone) => phone.state(bounds.perPhone)),
		tokens: newest(tokens.live, bounds.tokens),
		users: newest(users.all, bounds.users),
		platforms,
		profile: profile.fields,
		webhooks: newest(webhooks.all, bounds.webhooks),
		lost: webhooks.lost,
		deliveries: new Map(newest(inbox.delivered, bounds.deliveries)),
		pending: newest(worker.pending, bounds.pending),
	};
}

/** Before there is a line. A line takes its own part when it is added, before anybody can reach it. */
export function restoreWorld(world: World, clock: Clock, snapshot: Snapshot): void {
	if (clock instanceof MovableClock && snapshot.clock !== undefined) clock.goOn(snapshot.clock);
	Object.assign(world.settings, changeable(snapshot.settings));
	for (const phone of snapshot.phones) world.phones.at(phone.address).restore(phone);
	world.tokens.restore(snapshot.tokens);
	world.users.restore(snapshot.users);
	for (const [name, isEnabled] of snapshot.platforms) world.platforms.set(name, isEnabled);
	world.profile.fields = snapshot.profile;
	world.webhooks.restore(snapshot.webhooks, snapshot.lost);
	world.inbox.restore(snapshot.deliveries);
	world.worker.restore(snapshot.pending ?? []);
}

function changeable(settings: ChangeableSettings): ChangeableSettings {
	return Object.fromEntries(Object.entries(settings).filter(([name]) => !fixedSettings.has(name))) as unknown as ChangeableSettings;
}
