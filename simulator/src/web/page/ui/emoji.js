/** Emoji with the words that find them. */
export const emoji =
	`😀 grin smile|😂 tears joy laugh|🤣 rolling laugh|😊 blush smile|😍 heart eyes love|🥰 love hearts|😘 kiss|😎 cool sunglasses|🤔 think|😅 sweat|😉 wink|🙃 upside down|😇 angel|🤩 star eyes wow|😋 yum tasty|😜 tongue crazy|🤗 hug|🤫 quiet shush|😴 sleep|😢 cry sad|😭 sob cry|😤 proud|😡 angry|🤯 mind blown|😱 scream|🥳 party|😬 grimace|🙄 roll eyes|😮 surprised|🥺 please|🤝 handshake deal|👏 clap|🙏 thanks please pray|👍 like yes thumb|👎 dislike no thumb|👌 ok|✌️ peace|🤞 luck fingers crossed|💪 strong|👋 wave hello bye|🙌 hooray hands|👀 eyes look|🧠 brain|❤️ heart love red|🧡 heart orange|💛 heart yellow|💚 heart green|💙 heart blue|💜 heart purple|🖤 heart black|💔 broken heart|💯 hundred|🔥 fire hot|✨ sparkles|⭐ star|🌟 star glow|⚡ lightning|☀️ sun|🌈 rainbow|☁️ cloud|🌧️ rain|❄️ snow|🌙 moon|🎉 party tada|🎊 confetti|🎂 cake birthday|🎁 gift|🎈 balloon|🏆 trophy win|⚽ football|🏀 basketball|🎮 game|🎵 music note|🎧 headphones|📷 camera|💡 idea bulb|📌 pin|📎 clip|✅ check done|❌ cross no|❓ question|❗ exclamation|⏰ alarm clock|📅 calendar date|✈️ plane travel|🚗 car|🚀 rocket launch|🏠 house home|🏖️ beach|⛰️ mountain|🍕 pizza|🍔 burger|🍟 fries|🌮 taco|🍣 sushi|🥗 salad|🍎 apple|🍓 strawberry|🍩 doughnut|🍪 cookie|☕ coffee|🍵 tea|🍺 beer|🍷 wine|🥂 cheers|🐶 dog|🐱 cat|🦊 fox|🐻 bear|🐼 panda|🦁 lion|🐸 frog|🦄 unicorn|🐝 bee|🦋 butterfly|🌸 blossom flower|🌹 rose|🌻 sunflower|🌵 cactus|🌴 palm|🍀 clover luck`
		.split('|')
		.map((entry) => {
			const [sign = '', ...words] = entry.split(' ');
			return { sign, words: words.join(' ') };
		});

/** What the sticker drawer holds. */
export const stickerSigns = [
	'😂',
	'😍',
	'🥳',
	'😎',
	'🤯',
	'👍',
	'❤️',
	'🔥',
	'🎉',
	'⭐',
	'🌈',
	'🦄',
	'🐶',
	'🍕',
	'☕',
	'🚀',
	'💯',
	'🌸',
	'🎂',
	'✨',
];
