import type { IExecuteFunctions } from 'n8n-workflow';
import type { Line } from '../../spectrum/model/line';
import type { NamedConversation } from '../../spectrum/model/namedSpace';
import { isSameSpace, spaceKey } from '../../spectrum/model/space';
import { SpectrumError } from '../../spectrum/errors/SpectrumError';
import type { Reach, Reachable, ReachedSpace } from '../../spectrum/gateway/reach';
import { callsPerRunField, newConversationsPerRunField } from '../fields/reach';
import { conversationOfRun } from '../parameters/incoming';
import type { ReachSettings } from './reachSettings';
import { countNewConversation, countCall } from '../run/runMemory';

/**
 * Enforces the limits that the author set for an agent's tool. A model's arguments become part of the tool's item
 * unchecked, and a person who writes to the agent can steer them. So each conversation itself is checked, after it was
 * found.
 */
export class ToolReach implements Reach {
	private readonly event: NamedConversation | undefined;

	constructor(
		private readonly context: IExecuteFunctions,
		itemIndex: number,
		private readonly settings: ReachSettings,
	) {
		this.event = conversationOfRun(context, itemIndex);
	}

	check(space: ReachedSpace, line?: Line): void {
		const { mode } = this.settings;
		if (mode === 'anyone') return;
		if (this.isOfRun(space)) {
			this.checkLine(line, this.event?.phone);
			return;
		}
		if (!this.isListed(space)) throw this.outside(space);
		if (this.settings.lineIsExpression) this.checkLine(line, this.event?.phone ?? '');
	}

	async checkWrite(space: ReachedSpace, isNew: () => Promise<boolean>): Promise<void> {
		// People whom the author typed in may be written to first. The conversation of the run already exists.
		if (this.settings.mode !== 'anyone' || this.isOfRun(space) || this.isListed(space)) return;
		if (!(await isNew())) return;
		const { newConversationsPerRun: most } = this.settings;
		if (countNewConversation(this.context, spaceKey(space.id)) <= most) return;
		throw refused(
			`"${space.id}" would be a new conversation, and this tool may begin ${most === 0 ? 'none' : `only ${most}`} in one run`,
			`Write only in conversations that exist. The author of the workflow can change "${newConversationsPerRunField.displayName}".`,
		);
	}

	get spaces(): Reachable {
		if (this.settings.mode === 'anyone') return 'everything';
		const listed = this.settings.mode === 'listed' || this.event === undefined ? [...this.settings.listed] : [];
		return [...(this.event === undefined ? [] : [this.event.space]), ...listed.map((key) => ({ id: `any${key}` }))];
	}

	/** Counts one writing call, and refuses one too many. */
	countCall(): void {
		const { callsPerRun: most } = this.settings;
		if (countCall(this.context) <= most) return;
		throw refused(
			`This tool may be used ${most === 1 ? 'once' : `${most} times`} in one run, and that limit is reached`,
			`Do not call it again. The author of the workflow can change "${callsPerRunField.displayName}".`,
		);
	}

	/** Refuses a change of a group unless the author switched it on. */
	checkGroupChange(): void {
		if (this.settings.allowGroupChanges) return;
		throw refused('This tool may not change groups', 'Do without it. The author of the workflow can switch on "Allow Group Changes".');
	}

	private isOfRun(space: ReachedSpace): boolean {
		return this.event !== undefined && isSameSpace(space, this.event.space);
	}

	/**
	 * With an event, "Only This Conversation" means only the conversation of the event. Without one, the listed addresses
	 * count.
	 */
	private isListed(space: ReachedSpace): boolean {
		const counts = this.settings.mode !== 'conversation' || this.event === undefined;
		return counts && this.settings.listed.has(spaceKey(space.id));
	}

	private checkLine(line: Line | undefined, expected: string | undefined): void {
		if (line === undefined || expected === undefined || line.phone === expected) return;
		throw refused(
			`This tool may not use the line ${line.phone}`,
			expected === ''
				? 'The author of the workflow has to choose the line as a fixed value.'
				: `It uses the line that the message came in on, ${expected}. Leave "Line" empty.`,
		);
	}

	private outside(space: ReachedSpace): SpectrumError {
		const { event } = this;
		const within =
			this.settings.mode === 'listed'
				? 'the listed addresses and the conversation that started the run'
				: event === undefined
					? 'the listed addresses, because no iMessage started the run'
					: `the conversation that started the run, ${event.space.id}`;
		return refused(
			`This tool may not reach "${space.id}". It reaches only ${within}`,
			`${event === undefined ? 'Do without it.' : 'Leave "To" or "Conversation" empty to use that conversation.'} The author of the workflow can list addresses, or change "Reach".`,
		);
	}
}

function refused(message: string, advice: string): SpectrumError {
	return new SpectrumError({ kind: 'permission', message, advice });
}
