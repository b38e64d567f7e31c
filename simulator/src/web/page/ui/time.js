const day = 24 * 60 * 60 * 1000;

/** @param {number} at */
export function timeOf(at) {
	return new Date(at).toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' });
}

/** As Messages says it in the list. @param {number} at @param {number} now */
export function shortDate(at, now) {
	const days = daysBetween(at, now);
	if (days === 0) return timeOf(at);
	if (days === 1) return 'Yesterday';
	if (days > 1 && days < 7) return new Date(at).toLocaleDateString(undefined, { weekday: 'long' });
	return new Date(at).toLocaleDateString(undefined, { year: '2-digit', month: 'numeric', day: 'numeric' });
}

/** As Messages says it between messages. @param {number} at @param {number} now */
export function dayOf(at, now) {
	const days = daysBetween(at, now);
	if (days === 0) return 'Today';
	if (days === 1) return 'Yesterday';
	if (days > 1 && days < 7) return new Date(at).toLocaleDateString(undefined, { weekday: 'long' });
	return new Date(at).toLocaleDateString(undefined, { weekday: 'short', month: 'short', day: 'numeric' });
}

/** @param {number} at @param {number} now */
function daysBetween(at, now) {
	return Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / day);
}

/** Minutes and seconds. @param {number} seconds */
export function durationOf(seconds) {
	const whole = Number.isFinite(seconds) ? Math.round(seconds) : 0;
	return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** @param {number} bytes */
export function sizeOf(bytes) {
	if (bytes < 1000) return `${bytes} bytes`;
	if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`;
	return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
