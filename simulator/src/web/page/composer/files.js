import { upload } from '../connection.js';

/** Where a file is uploaded to. @param {Blob} file @param {string} [usual] name for what has none */
export function uploadPath(file, usual = 'file') {
	const name = 'name' in file && typeof file.name === 'string' ? file.name : usual;
	return `/phone/uploads?${new URLSearchParams({ name, type: file.type })}`;
}

/** Uploads files one after the other; the answer is their ids. @param {readonly Blob[]} files @returns {Promise<string[]>} */
export async function uploadAll(files) {
	const ids = [];
	for (const file of files) ids.push((await upload(uploadPath(file), file)).id);
	return ids;
}
