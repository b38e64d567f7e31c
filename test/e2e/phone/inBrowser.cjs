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

function scrollToTop(box) {
	box.scrollTo(0, 0);
}

module.exports = { fromEnd, markDecoration, scrollToTop, spill };
