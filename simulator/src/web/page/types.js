/**
 * The server's views, as the page gets them. `simulator/src/web/phone/views.ts` says what each field means.
 *
 * @typedef {import('../phone/views').MessageView} Message
 * @typedef {import('../phone/views').NoticeView} Notice
 * @typedef {import('../phone/views').ItemView} Item
 * @typedef {import('../phone/views').SpaceView} Space
 * @typedef {import('../phone/views').FoundView} Found
 * @typedef {import('../phone/views').BubbleView} Bubble
 * @typedef {import('../phone/views').FileView} File
 * @typedef {import('../phone/views').PhoneView} PhoneSettings
 *
 * A conversation that is open on a phone: one that exists, or one that its first message makes. `found` is the message that a
 * search has found in it.
 * @typedef {{ line: string, spaceId?: string, members?: string[], name?: string, lineName: string, found?: string }} Draft
 */
export {};
