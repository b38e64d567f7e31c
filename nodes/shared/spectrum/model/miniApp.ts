/** The texts of a mini-app card. */
export interface MiniAppTexts {
	/** Upper left, in bold. */
	readonly caption?: string;
	/** Lower left. */
	readonly subcaption?: string;
	/** Upper right. */
	readonly trailingCaption?: string;
	/** Lower right. */
	readonly trailingSubcaption?: string;
	/** Over the image. A card to send has both or neither. */
	readonly imageTitle?: string;
	/** Under the image's title. */
	readonly imageSubtitle?: string;
	/** Shown instead of the card on devices that cannot draw it. */
	readonly summary?: string;
}

/** The content of a card to send: at least one of the four captions, or an image. */
export interface MiniAppLayout extends MiniAppTexts {
	/** JPEG. */
	readonly image?: Uint8Array;
}

/** A card that opens the caller's own iMessage extension. */
export interface MiniAppCard {
	/** Ten capital letters and digits, assigned by Apple. */
	readonly teamId: string;
	/** Bundle ID of the iMessage extension, not of the app around it. */
	readonly extensionBundleId: string;
	readonly appName: string;
	/** An absolute URL. The extension receives it when someone taps the card. */
	readonly url: string;
	readonly layout: MiniAppLayout;
	/** Number of the app in the App Store, in decimal digits. */
	readonly appStoreId?: string;
	/** True lets the extension draw the card itself. */
	readonly live?: boolean;
}

/**
 * Spectrum's own mini app, which every project may use: it opens the card's URL (contract 9.5, and the vendor's
 * `@spectrum-ts/imessage` 12.8.0).
 */
export const spectrumMiniApp = {
	appName: 'Spectrum',
	teamId: 'P8XT6232SL',
	extensionBundleId: 'codes.photon.Spectrum.MessagesExtension',
	appStoreId: '6777616651',
} as const satisfies Omit<MiniAppCard, 'url' | 'layout'>;

/** What an update needs to find its card. Use the session of the latest send or update. */
export interface MiniAppSession {
	readonly messageId: string;
	readonly spaceId: string;
	/** The same for every update of the card. */
	readonly sessionId: string;
	/** The bubble that the update redraws. */
	readonly targetMessageId: string;
}

/** A received card, with everything that the server could read. */
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
