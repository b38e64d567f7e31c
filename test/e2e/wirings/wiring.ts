import type { Simulator } from '../../../simulator/src';
import type { N8nVersion } from '../../../scripts/n8n/programs';
import type { World } from '../support/world';
import type { StandIn } from './agents/standIn';
import type { Flow } from './flow';
import { earlier, everybody, people, type Person } from './people';
import type { LocalServer } from './localServer';

/** What a wiring can use while it is made. */
export interface Making {
	readonly words: Words;
	readonly server: LocalServer;
	readonly model: StandIn;
	readonly world: World;
	readonly version: N8nVersion;
	/** Stores and publishes a further workflow; the answer is its id. */
	readonly publish: (name: string, flow: Flow) => Promise<string>;
}

/** A wiring that runs. */
export interface Playing {
	/** Of the wiring. */
	readonly name: string;
	readonly workflowId: string;
	readonly spectrum: Simulator;
	readonly server: LocalServer;
	readonly model: StandIn;
	readonly world: World;
	readonly version: N8nVersion;
}

/** Where wirings run. */
export type Place = Pick<Making, 'server' | 'model' | 'world' | 'version'>;

/** One way to wire a workflow, and whom it may reach. */
export interface Wiring {
	readonly name: string;
	readonly make: (making: Making) => Flow | Promise<Flow>;
	/** Texts that each person's run sends; default: one, to the writer, from the line written to. */
	readonly reaches?: Reach;
	/** The run ends with this error. Default: it succeeds. */
	readonly refused?: RegExp;
	/** A tool refuses with this reason, which the model is given; see {@link endsWithReason}. */
	readonly tells?: RegExp;
	/** How the runs of one person end, where they are several; default one, that succeeds or is refused. */
	readonly ends?: readonly string[];
	/** Of the Trigger, beyond `receiveBy: 'stream'`. */
	readonly trigger?: object;
	/** Name of the Trigger in the workflow. */
	readonly triggerName?: string;
	/** All messages of a person start one run. */
	readonly gathers?: boolean;
	/** What has to happen before the runs can end. */
	readonly meanwhile?: (playing: Playing) => Promise<void>;
	/** Looks at what is no text, when the runs have ended: tapbacks, read receipts, what a model was told. */
	readonly also?: (playing: Playing) => void | Promise<void>;
}

/** n8n 2.8 ends the run of an Agent 3 whose tool fails, with the reason as its error, and tells its model nothing. */
export const endsWithReason = ({ name, tells }: Wiring, version: N8nVersion) =>
	tells !== undefined && version === '2.8' && name.startsWith('agent 3');

export type Reach = (words: Words, writer: Person) => readonly string[];

/**
 * The texts of one wiring. Each says whom it is for, and which line wrote, both from the event that started the run: a
 * text that arrives elsewhere shows.
 */
export class Words {
	constructor(
		readonly wiring: string,
		private readonly trigger: string,
	) {}

	/** As an expression of a field. */
	get expression(): string {
		return `=${this.plain()}`;
	}

	/** As {@link expression}, with something more at its end, such as `{{ $json.part }}`. */
	plain(more = ''): string {
		// Braces would end the expression, also within its quotes.
		const name = JSON.stringify(this.trigger).replace(/[{}]/g, (brace) => `\\u00${brace.charCodeAt(0).toString(16)}`);
		const event = `$(${name}).first().json`;
		return `[${this.wiring}] for {{ ${event}.sender.address }} by {{ ${event}.space.phone }}${more === '' ? '' : ` ${more}`}`;
	}

	/** What the expression becomes for a writer. */
	of({ address, line }: Person, more = ''): string {
		return `[${this.wiring}] for ${address} by ${line}${more === '' ? '' : ` ${more}`}`;
	}

	/** How a text shows that has reached somebody. */
	at(to: string, writer: Person, more = '', line = writer.line): string {
		return arrival(to, line, this.of(writer, more));
	}
}

export function arrival(to: string, line: string, text: string): string {
	return `${to} got from ${line}: ${text}`;
}

/** Every text on every phone, sorted: those of a wiring, or all that a workflow has sent. */
export function arrivals(spectrum: Simulator, wiring?: string): string[] {
	return phonesOf(spectrum)
		.flatMap((phone) =>
			phone.messages
				.filter(({ text, unsentAt }) => text !== earlier && unsentAt === undefined)
				.map(({ line, text }) => arrival(phone.address, line, text)),
		)
		.filter((text) => wiring === undefined || text.includes(`: [${wiring}]`))
		.sort();
}

/** The phone of everybody whom a line knows, also of those whom no test named. */
export function phonesOf(spectrum: Simulator) {
	const known = spectrum.lines.flatMap(({ id }) => [...spectrum.store(id).chats.values()].flatMap(({ members }) => members));
	return [...new Set([...everybody, ...known])].map((address) => spectrum.phone(address));
}

export const toWriter: Reach = (words, writer) => [words.at(writer.address, writer)];

/** Several texts of a run, told apart by what is added to each. */
export const severalToWriter =
	(...more: readonly string[]): Reach =>
	(words, writer) =>
		more.map((one) => words.at(writer.address, writer, one));

export const nobody: Reach = () => [];

/** Texts of one run of each person. */
export function expected(wiring: Wiring, words: Words): string[] {
	const reach = wiring.reaches ?? (wiring.refused === undefined ? toWriter : nobody);
	return people.flatMap((writer) => reach(words, writer));
}
