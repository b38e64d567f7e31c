import { ErrorReporter } from 'n8n-core';
import { LoggerProxy } from 'n8n-workflow';
import { Container, Logger } from './core';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** One line of n8n's log, in the order in which it was written. */
export interface LogEntry {
	level: LogLevel;
	message: string;
	/** What was logged beside the message; errors are kept as they are. */
	meta: Record<string, unknown>;
}

/** The part of n8n's Logger (packages/@n8n/backend-common/src/logging/logger.ts) that its code and nodes call. */
class CapturingLogger {
	readonly sinks = new Set<LogEntry[]>();

	/** n8n gives a scope its own logger; here every scope ends up in the same list. */
	scoped(): this {
		return this;
	}

	error(message: string, meta: Record<string, unknown> = {}): void {
		this.write({ level: 'error', message, meta });
	}

	warn(message: string, meta: Record<string, unknown> = {}): void {
		this.write({ level: 'warn', message, meta });
	}

	info(message: string, meta: Record<string, unknown> = {}): void {
		this.write({ level: 'info', message, meta });
	}

	debug(message: string, meta: Record<string, unknown> = {}): void {
		this.write({ level: 'debug', message, meta });
	}

	private write(entry: LogEntry): void {
		for (const sink of this.sinks) sink.push(entry);
	}
}

const logger = new CapturingLogger();
Container.set(Logger, logger as unknown as Logger);
LoggerProxy.init(logger);

export const hostLogger: Omit<CapturingLogger, 'sinks'> = logger;

/** Adds what is logged from now on to `sink`. n8n has one logger a process, so hosts that run at once share it. */
export function captureLogs(sink: LogEntry[]): () => void {
	logger.sinks.add(sink);
	return () => logger.sinks.delete(sink);
}

/** What n8n does with an error that nobody else will see: its reporter writes it, and its causes, to the log. */
export function reportError(error: unknown, options?: Parameters<ErrorReporter['error']>[1]): void {
	Container.get(ErrorReporter).error(error, options);
}
