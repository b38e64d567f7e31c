/** What a release is made of, as the workflow finds it. */
export interface Release {
	/** The tag that started the workflow, as `GITHUB_REF_NAME` has it: `v1.2.3`. */
	readonly tag: string;
	/** `owner/name` of the repository that runs the workflow, as `GITHUB_REPOSITORY` has it. */
	readonly runsIn: string;
	readonly manifest: Manifest;
	/** The version at the top of package-lock.json. */
	readonly lockedVersion: unknown;
	/** The text of CHANGELOG.md. */
	readonly changelog: string;
}

/** The fields of package.json that are checked; each may be missing or of another type. */
export interface Manifest {
	readonly version?: unknown;
	readonly private?: unknown;
	readonly repository?: unknown;
	readonly author?: unknown;
}

/**
 * Everything that forbids this release, one sentence each; an empty list permits it. npm attaches provenance only when
 * `repository` names the repository that runs the workflow, and n8n compares the author with it.
 */
export function problemsOf(release: Release): string[] {
	return [
		...versionProblems(release),
		...repositoryProblems(release),
		...authorProblems(release.manifest.author),
		...changelogProblems(release),
	];
}

function versionProblems({ tag, manifest, lockedVersion }: Release): string[] {
	const version = manifest.version;
	if (typeof version !== 'string' || !/^\d+\.\d+\.\d+$/.test(version)) {
		return [
			`package.json: "version" is ${shown(version)}. Only plain versions such as 1.2.3 are released: npm would offer another one to everyone.`,
		];
	}
	return [
		...(tag === `v${version}` ? [] : [`The tag is ${shown(tag)} and package.json has version ${version}. Tag the release v${version}.`]),
		...(lockedVersion === version
			? []
			: [`package-lock.json has version ${shown(lockedVersion)}, not ${version}. Run npm install --package-lock-only.`]),
		...(manifest.private === true ? ['package.json: "private" is true, so npm refuses to publish.'] : []),
	];
}

function repositoryProblems({ manifest, runsIn }: Release): string[] {
	const url = textOf(manifest.repository, 'url');
	const match = /^(?:git\+)?https:\/\/github\.com\/([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(url ?? '');
	if (match === null) {
		return [`package.json: "repository" is ${shown(url)}. Set it to { "type": "git", "url": "git+https://github.com/OWNER/NAME.git" }.`];
	}
	if (match[1]?.toLowerCase() === runsIn.toLowerCase()) return [];
	return [
		`package.json: "repository" names ${match[1]}, and this workflow runs in ${shown(runsIn)}. npm refuses provenance for another repository.`,
	];
}

/** Domains that never belong to anyone: RFC 2606 and RFC 6761. */
const reservedDomain = /(?:^|\.)(?:example|invalid|test|localhost|local|example\.(?:com|net|org))$/;

function authorProblems(author: unknown): string[] {
	const name = textOf(author, 'name')?.trim() ?? '';
	const email = textOf(author, 'email')?.trim() ?? '';
	const domain = /^[^\s@]+@([^\s@]+\.[^\s@]+)$/.exec(email)?.[1]?.toLowerCase();
	return [
		...(name === '' || / contributors$/i.test(name)
			? [`package.json: the author's name is ${shown(name)}. Name a person or a company.`]
			: []),
		...(domain === undefined || reservedDomain.test(domain)
			? [`package.json: the author's email is ${shown(email)}, where no mail arrives. n8n asks for an author who can be reached.`]
			: []),
	];
}

function changelogProblems({ manifest, changelog }: Release): string[] {
	const version = String(manifest.version);
	const [, ...sections] = changelog.split(/^## /m);
	const section = sections.find((text) => text.split(/\s/, 1)[0] === version);
	if (section === undefined) return [`CHANGELOG.md has no heading "## ${version} (YYYY-MM-DD)". Write down what changed.`];
	const [heading = '', ...lines] = section.split('\n');
	const date = /\((\d{4}-\d{2}-\d{2})\)$/.exec(heading.trim())?.[1];
	return [
		...(date !== undefined && isDay(date)
			? []
			: [`CHANGELOG.md: the heading "## ${heading.trim()}" has no date. End it with (YYYY-MM-DD).`]),
		...(lines.some((line) => /^[-*] \S/.test(line))
			? []
			: [`CHANGELOG.md says nothing under ${version}. Add a line for each change that a user notices.`]),
	];
}

function isDay(text: string): boolean {
	const day = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** npm also takes `repository` and `author` as one text; the fields are asked for by name here, so that nothing is guessed. */
function textOf(value: unknown, field: string): string | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const text = (value as Record<string, unknown>)[field];
	return typeof text === 'string' ? text : undefined;
}

function shown(value: unknown): string {
	return value === undefined || value === '' ? 'missing' : JSON.stringify(value);
}
