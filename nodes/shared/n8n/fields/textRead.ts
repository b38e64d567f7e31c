import type { IExecuteFunctions } from 'n8n-workflow';
import { addressAdviceFor, parseAddress } from '../../spectrum/model/address/address';
import { textEffects } from '../../spectrum/text/effects';
import { asTyped, simplify, type FormattedText } from '../../spectrum/text/formatting';
import type { MentionPlace } from '../../spectrum/text/bubbleParts';
import { Places } from '../../spectrum/text/formattingPlaces';
import { fromMarkdown } from '../../spectrum/text/markdown/markdown';
import { messageIdExample, parseMessageId, type MessageRef } from '../../spectrum/model/messageRef';
import type { TextFormat } from '../../spectrum/model/outgoing';
import { asOption, booleanParameter, idParameter, invalid, textParameter, type NamedParameter } from '../parameters/parameters';
import { choiceOf, choiceParameter, refuseChoice } from '../parameters/choice';
import { readDefaultCountry } from './defaultCountry';
import { dataDetectionOption, formatField, linkPreviewOption, mentionsOption, replyToOption, textEffectsOption, textField } from './text';
import { isBlank } from '../../spectrum/values/invisible';
import { rowsOf } from './rows';
import { shortened } from '../../spectrum/values/cut';
import { present } from '../../spectrum/values/present';

const textEffectNames = textEffects.map(({ name }) => name);

/** A text to send, with all its fields and options. */
export interface OutgoingText extends FormattedText {
	readonly mentions: readonly MentionPlace[];
	readonly subject?: string;
	readonly replyTo?: MessageRef;
	readonly linkPreview?: boolean;
	readonly dataDetection?: boolean;
}

/** Reads the text of one item with its options. A wrong value is refused here, before any call. */
export function readText(context: IExecuteFunctions, itemIndex: number): OutgoingText {
	const { text, formatting } = readFormattedText(context, itemIndex, textField.displayName);
	if (isBlank(text)) {
		throw invalid(itemIndex, textField.displayName, 'is empty', '', 'Thanks, we got your message! or {{ $json.output }}');
	}
	const effects = readEffects(context, itemIndex, text);
	const mentions = readMentions(context, itemIndex, text);
	const subject = textParameter(context, 'options.subject', itemIndex).trim();
	const replyTo = readReplyTo(context, itemIndex);
	const linkPreview = readSwitch(context, itemIndex, linkPreviewOption);
	const dataDetection = readSwitch(context, itemIndex, dataDetectionOption);
	refuseTogether(itemIndex, [
		['Link Preview', linkPreview === true, 'Mentions', mentions.length > 0],
		['Link Preview', linkPreview === true, 'Text Effects', effects.length > 0],
		['Data Detection', dataDetection === true, 'Mentions', mentions.length > 0],
	]);
	return {
		text,
		formatting: simplify([...formatting, ...effects]),
		mentions,
		...(subject === '' ? {} : { subject }),
		...present({ replyTo, linkPreview, dataDetection }),
	};
}

/** As {@link readText}, for a text that may be empty. Then undefined. */
export function readOptionalText(context: IExecuteFunctions, itemIndex: number): OutgoingText | undefined {
	if (!isBlank(textParameter(context, textField.name, itemIndex))) return readText(context, itemIndex);
	for (const option of [mentionsOption, textEffectsOption]) {
		const row = option.name === mentionsOption.name ? 'mention' : 'effect';
		if (rowsOf(context, `options.${option.name}.${row}`, option.displayName, itemIndex).length === 0) continue;
		throw invalid(itemIndex, option.displayName, 'needs a text, but "Text" is empty', '', {
			advice: 'Enter a text that has these words, or remove the option.',
		});
	}
	return undefined;
}

/** The text of the field `text`, read as the field `format` says. */
export function readFormattedText(context: IExecuteFunctions, itemIndex: number, field: string): FormattedText {
	const text = textParameter(context, { name: textField.name, displayName: field }, itemIndex);
	const format = choiceParameter(context, formatField, itemIndex, ['markdown', 'plain'] as const, 'markdown');
	return format === 'markdown' ? fromMarkdown(text) : asTyped(text);
}

/** The option *Reply To*; undefined when it is empty. */
export function readReplyTo(context: IExecuteFunctions, itemIndex: number): MessageRef | undefined {
	const text = idParameter(context, replyToOption, itemIndex, messageIdExample, `options.${replyToOption.name}`);
	if (text === '') return undefined;
	const parsed = parseMessageId(text);
	if (parsed.ok) return parsed.value;
	throw invalid(itemIndex, replyToOption.displayName, parsed.problem, text, messageIdExample);
}

function readEffects(context: IExecuteFunctions, itemIndex: number, text: string): TextFormat[] {
	const places = new Places(text);
	return rowsOf(context, `options.${textEffectsOption.name}.effect`, textEffectsOption.displayName, itemIndex).map((row, index) => {
		const found = (row.effect ?? '').trim();
		const field = `${textEffectsOption.displayName}, row ${index + 1}`;
		const name = choiceOf(found.toLowerCase(), textEffectNames) ?? refuseChoice(itemIndex, `${field}, Effect`, found, textEffectNames);
		const { start, end } = takePlace(places, itemIndex, `${field}, Part of the Text`, row.part ?? '', text);
		return { type: 'effect', start, length: end - start, effectName: name };
	});
}

function readMentions(context: IExecuteFunctions, itemIndex: number, text: string): MentionPlace[] {
	const places = new Places(text);
	const country = readDefaultCountry(context, itemIndex);
	return rowsOf(context, `options.${mentionsOption.name}.mention`, mentionsOption.displayName, itemIndex).map((row, index) => {
		const field = `${mentionsOption.displayName}, row ${index + 1}`;
		const found = row.address ?? '';
		const address = parseAddress(found, country);
		if (!address.ok) throw invalid(itemIndex, `${field}, Address`, address.problem, found, addressAdviceFor(found));
		const words = row.text ?? '';
		if (words.trim() === '') {
			throw invalid(itemIndex, `${field}, Words in the Text`, 'is empty', '', 'Alice, for the text "Hi Alice!"');
		}
		return { ...takePlace(places, itemIndex, `${field}, Words in the Text`, words, text), address: address.value.address };
	});
}

function takePlace(places: Places, itemIndex: number, field: string, words: string, text: string): { start: number; end: number } {
	const wanted = words.replace(/\r\n?/g, '\n');
	const trimmed = wanted.trim();
	// A text as typed keeps the line breaks of Windows. A row without words means the whole text, and one of spaces does not.
	const place =
		places.take(words) ?? places.take(wanted) ?? (trimmed === '' ? undefined : (places.take(words.trim()) ?? places.take(trimmed)));
	if (place !== undefined) return place;
	const isThere = text.includes(trimmed);
	const problem = isThere ? 'overlaps a row above it, or is not in the text that often' : 'is not in the text as it is shown';
	throw invalid(itemIndex, field, problem, words, `words of the text: ${shortened(text, 60)}`);
}

/** Undefined if the option was not added. Then the server decides. */
function readSwitch(context: IExecuteFunctions, itemIndex: number, field: NamedParameter): boolean | undefined {
	const option = asOption(field);
	if (textParameter(context, option.name, itemIndex) === '') return undefined;
	return booleanParameter(context, option, itemIndex, false);
}

type Conflict = readonly [one: string, hasOne: boolean, other: string, hasOther: boolean];

function refuseTogether(itemIndex: number, conflicts: readonly Conflict[]): void {
	for (const [one, hasOne, other, hasOther] of conflicts) {
		if (!hasOne || !hasOther) continue;
		throw invalid(itemIndex, one, `cannot be used together with "${other}"`, '', {
			advice: 'Leave out one of the two, or send two messages.',
		});
	}
}
