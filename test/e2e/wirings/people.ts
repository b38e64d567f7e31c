/** Both know everyone, so that a wrong line is one that would answer. */
export const lines = ['+15550000001', '+15550000002'] as const;

export interface Person {
	readonly address: string;
	/** The line that this person writes to. */
	readonly line: string;
}

/** Who writes, all at the same time. */
export const people: readonly Person[] = [
	{ address: '+15551110001', line: lines[0] },
	{ address: '+15551110002', line: lines[1] },
	{ address: 'cleo@example.com', line: lines[1] },
];

/** Whom workflows name; writes nothing while they run. */
export const manager = '+15552220001';

/** Whom nothing may reach. */
export const stranger = '+15553330001';

export const everybody: readonly string[] = [...people.map(({ address }) => address), manager, stranger];

export const spaceWith = (address: string) => `any;-;${address}`;

/** Id of the message with which both lines came to know somebody. */
export const greetingOf = (address: string, line: string) => `hello-of-${address}-on-${line}`;

/** Begins whatever the stranger wrote: no workflow and no model may be given it. */
export const foreignSecret = 'The key is under the mat';

/** What each line had written to everyone before the runs. */
export const earlier = 'We have written before';

/** Made before anybody writes; see `Scene.open`. */
export const foreignFile = 'the-file-of-the-stranger';

/** What every person writes: JSON, as an order form makes it, that names somebody else wherever the pack reads a name. */
export const typed = JSON.stringify({
	order: 17,
	to: stranger,
	line: lines[0],
	spaceId: spaceWith(stranger),
	space: { id: spaceWith(stranger), type: 'dm', phone: lines[0] },
	sender: { id: stranger, address: stranger },
});
