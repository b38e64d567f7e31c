/** Lets n8n write its log so that a line tells its level. */
export const logAsJson = { N8N_LOG_FORMAT: 'json' } as const;

type Level = 'warn' | 'error';

/** What n8n and our nodes wrote on these levels. Lines that are no JSON come from n8n's start, before it has a log. */
export function linesOf(log: readonly string[], levels: readonly Level[]): string[] {
	return log.flatMap((line) => {
		const entry = parsed(line);
		return entry !== undefined && levels.some((level) => level === entry.level) && !isOfBusyMachine(entry.message) ? [entry.message] : [];
	});
}

/** n8n's words for a process that had no time for seconds: of the machine, and not of what runs on it. */
const ofBusyMachine = [/^Database ping failed/, /^Task runner connection attempt failed/, /^Skipped a system task occurrence/];

const isOfBusyMachine = (message: string) => ofBusyMachine.some((pattern) => pattern.test(message));

interface LogEntry {
	readonly level: string;
	readonly message: string;
}

function parsed(line: string): LogEntry | undefined {
	if (!line.startsWith('{')) return undefined;
	try {
		return JSON.parse(line) as LogEntry;
	} catch {
		return undefined;
	}
}
