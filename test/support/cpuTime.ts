/** What a piece of work costs this process, in milliseconds: on a busy machine it lasts longer, and costs the same. */
export function cpuMilliseconds(work: () => unknown): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1_000;
}
