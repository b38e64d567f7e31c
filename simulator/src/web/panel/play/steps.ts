/** What a person says: words, or something ready-made. */
export type Saying =
	| { readonly type: 'text'; readonly text: string }
	| { readonly type: 'link'; readonly url: string }
	| { readonly type: 'photo' | 'album' | 'voice memo' | 'file' | 'contact' };

/** Which message: the newest, or the newest that contains these words. */
export type Target = { readonly type: 'last' } | { readonly type: 'containing'; readonly words: string };

/** Who does something, and in which conversation; without a place wherever it fits. */
export interface Doing {
	readonly who: string;
	/** Name of a group, or number of a line. */
	readonly where?: string;
}

/** What one line of a play asks for. */
export type Action =
	| { readonly type: 'advance'; readonly milliseconds: number }
	| { readonly type: 'tomorrow' }
	| { readonly type: 'group'; readonly name: string; readonly members: readonly string[] }
	| (Doing & { readonly type: 'say'; readonly saying: Saying; readonly effect?: string })
	| (Doing & { readonly type: 'reply'; readonly target: Target; readonly saying: Saying })
	| (Doing & { readonly type: 'react'; readonly emoji: string; readonly target: Target; readonly isSet: boolean })
	| (Doing & { readonly type: 'edit'; readonly text: string })
	| (Doing & { readonly type: 'unsend' | 'read' })
	| (Doing & { readonly type: 'types' })
	| (Doing & { readonly type: 'waits' })
	| (Doing & { readonly type: 'ask'; readonly question: string; readonly options: readonly string[] })
	| (Doing & { readonly type: 'vote'; readonly option: string })
	| { readonly type: 'leave'; readonly who: string; readonly group: string }
	| { readonly type: 'rename'; readonly who: string; readonly group: string; readonly name: string }
	| { readonly type: 'member'; readonly who: string; readonly group: string; readonly member: string; readonly isMember: boolean };

/** A line of a play that was understood. */
export interface Step {
	/** From 1. */
	readonly line: number;
	/** As it was written. */
	readonly text: string;
	readonly action: Action;
}

/** Words for effects, and Apple's ids. */
export const effects: Readonly<Record<string, string>> = {
	slam: 'com.apple.MobileSMS.expressivesend.impact',
	loud: 'com.apple.MobileSMS.expressivesend.loud',
	gentle: 'com.apple.MobileSMS.expressivesend.gentle',
	invisible: 'com.apple.MobileSMS.expressivesend.invisibleink',
	confetti: 'com.apple.messages.effect.CKConfettiEffect',
	balloons: 'com.apple.messages.effect.CKBalloonEffect',
	fireworks: 'com.apple.messages.effect.CKFireworksEffect',
	lasers: 'com.apple.messages.effect.CKLasersEffect',
	heart: 'com.apple.messages.effect.CKHeartEffect',
	celebration: 'com.apple.messages.effect.CKHappyBirthdayEffect',
	sparkles: 'com.apple.messages.effect.CKSparklesEffect',
	spotlight: 'com.apple.messages.effect.CKSpotlightEffect',
	echo: 'com.apple.messages.effect.CKEchoEffect',
};
