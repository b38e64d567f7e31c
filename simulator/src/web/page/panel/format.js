const dayFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
const timeFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const numberFormat = new Intl.NumberFormat('en');

/** @param {number} at */
export const dayOf = (at) => dayFormat.format(at);

/** @param {number} at */
export const timeOf = (at) => timeFormat.format(at);

/** @param {number} number */
export const numberOf = (number) => numberFormat.format(number);

/** `1 day 2 h`, `23 min`: the two largest units. @param {number} seconds */
export function durationOf(seconds) {
	const whole = Math.max(0, Math.round(seconds));
	const pieces = [
		[Math.floor(whole / 86_400), 'd'],
		[Math.floor(whole / 3_600) % 24, 'h'],
		[Math.floor(whole / 60) % 60, 'min'],
		[whole % 60, 's'],
	];
	const shown = pieces.filter(([count]) => count !== 0).slice(0, 2);
	return shown.length === 0 ? '0 s' : shown.map(([count, unit]) => `${count} ${unit}`).join(' ');
}

/** A line as people call it. @param {string} line */
export const lineNameOf = (line) => (line === 'shared' ? 'Shared line' : line);
