// These functions run in the browser: a test hands them over as they are, so they use nothing from outside themselves.

/** Marks what no screen reader says: it is decoration. */
function markDecoration(root) {
	for (const element of root.querySelectorAll('[aria-hidden=true]')) element.classList.add('hidden');
}

/** By how many pixels the phone's screen, its messages and the page are wider than what shows them. */
function spill(root) {
	const boxes = [root.querySelector('.screen'), root.querySelector('.scroller'), document.documentElement];
	return boxes.map((box) => (box === null ? 0 : box.scrollWidth - box.clientWidth));
}

/** By how many pixels the last message is below what shows. */
function fromEnd(box) {
	return Math.round(box.scrollHeight - box.scrollTop - box.clientHeight);
}

/** Whether a bubble is where the person looks. */
function isInSight(bubble) {
	const [shown, frame] = [bubble, bubble.closest('.scroller')].map((element) => element.getBoundingClientRect());
	return shown.top >= frame.top && shown.bottom <= frame.bottom;
}

function isThere(element) {
	return element.isConnected;
}

function scrollToTop(box) {
	box.scrollTo(0, 0);
}

/** A short film that this browser can play, in base64. */
async function recordFilm() {
	const canvas = document.createElement('canvas');
	const pen = canvas.getContext('2d');
	const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' });
	const pieces = [];
	recorder.ondataavailable = ({ data }) => pieces.push(data);
	const ended = new Promise((resolve) => {
		recorder.onstop = resolve;
	});
	recorder.start();
	for (let frame = 0; frame < 10; frame++) {
		pen.fillStyle = `hsl(${frame * 36} 80% 50%)`;
		pen.fillRect(0, 0, canvas.width, canvas.height);
		await new Promise((resolve) => requestAnimationFrame(resolve));
	}
	recorder.stop();
	await ended;
	return btoa(String.fromCharCode(...new Uint8Array(await new Blob(pieces).arrayBuffer())));
}

module.exports = { fromEnd, isInSight, isThere, markDecoration, recordFilm, scrollToTop, spill };
