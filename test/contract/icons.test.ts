import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Icon } from 'n8n-workflow';
import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
import { SpectrumSelfHostedApi } from '../../credentials/SpectrumSelfHostedApi.credentials';
import { allNodes } from '../support/allNodes';

const folder = path.resolve(__dirname, '..', '..', 'icons');

/** The names of the two files that an icon is made of. */
function filesOf(icon: unknown): [light: string, dark: string] {
	const { light, dark } = icon as Exclude<Icon, string>;
	return [path.basename(light), path.basename(dark)];
}

const nodeIcons = new Map(Object.values(allNodes()).map(({ description }) => [description.name, filesOf(description.icon)] as const));
const credentialIcons = [new SpectrumCloudApi(), new SpectrumSelfHostedApi()].map(({ icon }) => filesOf(icon));
const all = readdirSync(folder).sort();
const drawing = (file: string) => readFileSync(path.join(folder, file), 'utf8');

/** The first shape of every icon. */
const bubbleOf = (file: string) => /^<svg [^>]*><path d="([^"]+)"/.exec(drawing(file))?.[1];

test('every icon is there, and no file is left over', () => {
	const used = new Set([...nodeIcons.values(), ...credentialIcons].flat());
	expect([...used].sort()).toEqual(all);
});

test('each action has an icon of its own; the Trigger and the credentials share that of the iMessage node', () => {
	const { imessage, imessageTrigger, ...others } = Object.fromEntries(nodeIcons);
	expect(imessageTrigger).toEqual(imessage);
	for (const icon of credentialIcons) expect(icon).toEqual(imessage);
	const drawings = [imessage, ...Object.values(others)].map((icon) => drawing(icon?.[0] ?? ''));
	expect(new Set(drawings).size).toBe(drawings.length);
});

test.each([...nodeIcons])('%s: light and dark are the same drawing in other colours', (_, [light, dark]) => {
	expect(dark).toBe(light.replace('.svg', '.dark.svg'));
	expect(drawing(dark)).not.toBe(drawing(light));
	const shapes = (file: string) => drawing(file).replace(/#[0-9a-f]{3,6}/g, '#');
	expect(shapes(dark)).toBe(shapes(light));
});

test.each(all)('%s belongs to the family: same grid, same bubble, same lines, at most two colours', (file) => {
	expect(drawing(file)).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="60" height="60" viewBox="0 0 60 60">/);
	expect(bubbleOf(file)).toBeDefined();
	expect(bubbleOf(file)).toBe(bubbleOf('imessage.svg'));
	const lines = [...drawing(file).matchAll(/fill="none" stroke="[^"]+" stroke-width="([^"]+)"/g)].map(([, width]) => width);
	expect(lines.filter((width) => width !== '5')).toEqual([]);
	const colours = new Set(drawing(file).match(/#[0-9a-f]{3,6}/g));
	expect([...colours].sort()).toEqual(file.endsWith('.dark.svg') ? ['#04172c', '#409cff'] : ['#007aff', '#fff']);
	// n8n shows them as images: nothing in them may run or be fetched.
	expect(drawing(file)).not.toMatch(/<script|<style|href|url\(/);
});
