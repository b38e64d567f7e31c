import { zonesOf } from '../../../../nodes/shared/spectrum/campaign/zones';
import shipped from '../../../../nodes/shared/spectrum/campaign/zones.json';
import { zoneTable } from '../../../../scripts/generateZones';
import { isTimeZone } from '../../../../nodes/shared/spectrum/campaign/window';

test.each([
	['+12125550100', ['America/New_York']],
	['+13105550100', ['America/Los_Angeles']],
	['+4930123456', ['Europe/Berlin']],
	['+819012345678', ['Asia/Tokyo']],
	['alice@example.com', []],
	['+99999999999', []],
])('%s is in %j', (address, zones) => {
	expect(zonesOf(address)).toEqual(zones);
});

test('a number that may be anywhere in a large country has all its zones', () => {
	expect(zonesOf('+1').length).toBeGreaterThan(20);
	expect(zonesOf('+18005550100')).toEqual(zonesOf('+1'));
});

test.each([
	['Australia', '+61412345678', '+61891234567', 'Australia/Perth'],
	['Russia', '+79161234567', '+74232345678', 'Asia/Vladivostok'],
	['Spain', '+34612345678', '+34922123456', 'Atlantic/Canary'],
])('a mobile number of %s may be where the lines of any of its towns are', (_, mobile, line, zone) => {
	expect(zonesOf(mobile).length).toBeGreaterThan(zonesOf(line).length);
	expect(zonesOf(line)).toContain(zone);
	expect(zonesOf(mobile)).toContain(zone);
});

test('a mobile number with an area code is in the place of that', () => {
	// São Paulo, Manaus, and Toronto.
	expect(zonesOf('+5511912345678')).toEqual(['America/Sao_Paulo']);
	expect(zonesOf('+5592912345678')).toEqual(['America/Manaus']);
	expect(zonesOf('+14165551234')).toEqual(['America/Toronto']);
});

test('the table is what the public data gives, and names its licence', () => {
	expect(shipped).toEqual(zoneTable());
	expect(shipped.source).toMatch(/libphonenumber.*Apache License 2\.0/);
});

test('every zone of the table is known to the library for times', () => {
	const zones = new Set(Object.keys(shipped.prefixes).flatMap((list) => list.split(' ')));
	expect(zones.size).toBeGreaterThan(200);
	expect([...zones].filter((zone) => !isTimeZone(zone))).toEqual([]);
});
