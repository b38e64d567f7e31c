import type { DescriptorSet } from './descriptors';
import { buildDescriptors, differences, factsOf, fileOf, messagesOf, ourProtos, vendorProtos } from './descriptors';
import { disagreements } from './generatedCode';

const ours = buildDescriptors(ourProtos);
const vendors = buildDescriptors(vendorProtos);

const wirePackage = 'photon.imessage.v1';

function filesOf(set: DescriptorSet): string[] {
	return set.file.filter((file) => file.package === wirePackage).map(({ name }) => name);
}
function servicesOf(set: DescriptorSet): string[] {
	return set.file.flatMap((file) => (file.package === wirePackage ? (file.service ?? []) : [])).map(({ name }) => name);
}
const carried = filesOf(ours);

describe('our wire definition and the vendor’s', () => {
	test('every file is carried', () => {
		expect([...carried].sort()).toEqual(filesOf(vendors).sort());
	});

	test('every service is carried', () => {
		expect(servicesOf(ours).sort()).toEqual(servicesOf(vendors).sort());
		expect(servicesOf(ours)).toHaveLength(8);
	});

	test.each(carried)('%s agrees, and nothing is left out of it', (name) => {
		expect(differences(fileOf(ours, name), fileOf(vendors, name))).toEqual([]);
	});

	test('the comparison sees the whole definition', () => {
		const kinds = carried.flatMap((name) => [...factsOf(fileOf(vendors, name)).keys()]).map((key) => key.split(' ')[0]);
		const count = (kind: string) => kinds.filter((candidate) => candidate === kind).length;
		const counted = { methods: count('method'), messages: count('message'), fields: count('field') };
		expect(counted).toEqual({ methods: 50, messages: 137, fields: 444 });
		expect({ enums: count('enum'), values: count('value') }).toEqual({ enums: 6, values: 28 });
		const facts = carried.flatMap((name) => [...factsOf(fileOf(vendors, name)).values()]);
		expect(facts.filter(({ route }) => route !== undefined)).toHaveLength(41);
	});

	test('64-bit fields that name or count without bound are read as text, sizes as numbers', () => {
		const wide = carried.flatMap((name) =>
			messagesOf(fileOf(ours, name)).flatMap(({ message }) =>
				(message.field ?? []).filter(({ type }) => type === 'TYPE_INT64' || type === 'TYPE_UINT64'),
			),
		);
		const named = (asText: boolean) => {
			const fields = wide.filter(({ options }) => (options?.jstype === 'JS_STRING') === asText);
			return [...new Set(fields.map(({ name }) => name))].sort();
		};
		expect(named(true)).toEqual(['after_sequence', 'app_store_id', 'head_sequence', 'sequence', 'source_sequence']);
		expect(named(false)).toEqual(['count', 'total_bytes']);
	});
});

describe('the generated code', () => {
	test.each(carried)('%s: paths, streams, types and every field’s number, presence and oneof agree', (name) => {
		expect(disagreements(fileOf(ours, name))).toEqual([]);
	});
});
