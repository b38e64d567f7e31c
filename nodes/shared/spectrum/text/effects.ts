/** An effect for a whole message. */
export interface MessageEffect {
	/** The short name that people type. */
	readonly name: string;
	/** The name in Apple's Messages. */
	readonly title: string;
	/** Apple's ID. The wire carries it. */
	readonly id: string;
	/** `bubble`: the message itself moves. `screen`: the whole screen changes. */
	readonly shownOn: 'bubble' | 'screen';
	/** What the recipient sees, in one sentence. */
	readonly looks: string;
}

const bubble = 'com.apple.MobileSMS.expressivesend.';
const screen = 'com.apple.messages.effect.';

/** Every effect for a message: four for the bubble and nine for the screen. */
export const messageEffects = [
	{ name: 'slam', title: 'Slam', id: `${bubble}impact`, shownOn: 'bubble', looks: 'The bubble falls onto the conversation and shakes it.' },
	{ name: 'loud', title: 'Loud', id: `${bubble}loud`, shownOn: 'bubble', looks: 'The bubble swells up and trembles, as if shouted.' },
	{
		name: 'gentle',
		title: 'Gentle',
		id: `${bubble}gentle`,
		shownOn: 'bubble',
		looks: 'The bubble comes in small and grows slowly, as if whispered.',
	},
	{
		name: 'invisible',
		title: 'Invisible Ink',
		id: `${bubble}invisibleink`,
		shownOn: 'bubble',
		looks: 'The content is hidden under moving dots until it is swiped.',
	},
	{
		name: 'confetti',
		title: 'Confetti',
		id: `${screen}CKConfettiEffect`,
		shownOn: 'screen',
		looks: 'Confetti rains down over the conversation.',
	},
	{
		name: 'fireworks',
		title: 'Fireworks',
		id: `${screen}CKFireworksEffect`,
		shownOn: 'screen',
		looks: 'Fireworks burst on a dark screen.',
	},
	{
		name: 'balloons',
		title: 'Balloons',
		id: `${screen}CKBalloonEffect`,
		shownOn: 'screen',
		looks: 'Balloons rise from the bottom of the screen.',
	},
	{ name: 'heart', title: 'Heart', id: `${screen}CKHeartEffect`, shownOn: 'screen', looks: 'A large heart grows out of the bubble.' },
	{
		name: 'lasers',
		title: 'Lasers',
		id: `${screen}CKLasersEffect`,
		shownOn: 'screen',
		looks: 'Coloured laser beams sweep over a dark screen.',
	},
	{
		name: 'celebration',
		title: 'Celebration',
		id: `${screen}CKHappyBirthdayEffect`,
		shownOn: 'screen',
		looks: 'Golden sparks spray from the corner of the screen.',
	},
	{
		name: 'sparkles',
		title: 'Sparkles',
		id: `${screen}CKSparklesEffect`,
		shownOn: 'screen',
		looks: 'Small stars sparkle all over the screen.',
	},
	{
		name: 'spotlight',
		title: 'Spotlight',
		id: `${screen}CKSpotlightEffect`,
		shownOn: 'screen',
		looks: 'The screen darkens and a beam of light falls on the bubble.',
	},
	{
		name: 'echo',
		title: 'Echo',
		id: `${screen}CKEchoEffect`,
		shownOn: 'screen',
		looks: 'The message is repeated in many bubbles that fill the screen.',
	},
] as const satisfies readonly MessageEffect[];

/** An animation for a range of text. */
export interface TextEffect {
	/** The `effectName` of a format with the type `effect`. */
	readonly name: string;
	readonly title: string;
	/** What the recipient sees, in one sentence. */
	readonly looks: string;
}

/** Every animation for a range of text. */
export const textEffects = [
	{ name: 'big', title: 'Big', looks: 'The words grow large for a moment.' },
	{ name: 'small', title: 'Small', looks: 'The words shrink for a moment.' },
	{ name: 'shake', title: 'Shake', looks: 'The words shake from side to side.' },
	{ name: 'nod', title: 'Nod', looks: 'The words move up and down.' },
	{ name: 'explode', title: 'Explode', looks: 'The letters fly apart and come back.' },
	{ name: 'ripple', title: 'Ripple', looks: 'A wave runs through the letters.' },
	{ name: 'bloom', title: 'Bloom', looks: 'The letters swell and soften one after the other.' },
	{ name: 'jitter', title: 'Jitter', looks: 'Every letter trembles by itself.' },
] as const satisfies readonly TextEffect[];
