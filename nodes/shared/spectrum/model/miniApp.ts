/** The words of a mini-app card. */
export interface MiniAppTexts {
	/** Upper left, in bold. */
	readonly caption?: string;
	/** Lower left. */
	readonly subcaption?: string;
	/** Upper right. */
	readonly trailingCaption?: string;
	/** Lower right. */
	readonly trailingSubcaption?: string;
	/** Over the image; goes together with it. */
	readonly imageTitle?: string;
	/** Under the image's title. */
	readonly imageSubtitle?: string;
	/** Takes the card's place where it cannot be drawn. */
	readonly summary?: string;
}

/** What a card to send shows: at least one of the four captions, or an image. */
export interface MiniAppLayout extends MiniAppTexts {
	/** JPEG. */
	readonly image?: Uint8Array;
}

/** A card that opens the caller's own iMessage extension. */
export interface MiniAppCard {
	/** Ten capital letters and digits, given by Apple. */
	readonly teamId: string;
	/** Bundle id of the iMessage extension, not of the app around it. */
	readonly extensionBundleId: string;
	readonly appName: string;
	/** Absolute. Handed to the extension when the card is tapped. */
	readonly url: string;
	readonly layout: MiniAppLayout;
	/** Number of the app in the App Store, in decimal digits. */
	readonly appStoreId?: string;
	/** True lets the extension draw the card itself. */
	readonly live?: boolean;
}

/** What an update needs to find its card again. The one of the latest send or update counts. */
export interface MiniAppSession {
	readonly messageId: string;
	readonly spaceId: string;
	/** Does not change from update to update. */
	readonly sessionId: string;
	/** The bubble that is drawn anew. */
	readonly targetMessageId: string;
}

/** A received card, as far as the server could read it. */
export interface ReceivedMiniApp {
	readonly teamId: string;
	readonly extensionBundleId: string;
	readonly appName?: string;
	readonly url?: string;
	/** The same on every update of one card. */
	readonly sessionId?: string;
	readonly appStoreId?: string;
	readonly live: boolean;
	readonly layout?: MiniAppTexts;
}
