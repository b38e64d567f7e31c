// These functions run in the browser: the film hands them over as they are, so they use nothing from outside themselves.

/** Resolves when the picture can be seen. */
async function setPicture({ name, png }) {
	const image = document.getElementById(name);
	image.src = `data:image/png;base64,${png}`;
	await image.decode();
}

function setPointer({ x, y }) {
	const pointer = document.querySelector('svg');
	pointer.style.visibility = 'visible';
	pointer.style.transform = `translate(${x}px, ${y}px)`;
}

function hidePointer() {
	document.querySelector('svg').style.visibility = 'hidden';
}

module.exports = { hidePointer, setPicture, setPointer };
