import type { Simulator } from '../../Simulator';
import type { Cast } from '../cast';
import type { Route, WebAnswer, WebPart } from '../route';
import { addLine, registerWebhook, removeWebhook } from './additions';
import { clockKey, clockMoves, moveClock } from './clockActions';
import { redeliverLast } from './deliveryDesk';
import { FaultDesk, faultMethods, faultTargets, type ArmedFault } from './faultDesk';
import { errorCodes, proxyAnswers, wantedFault } from './faultKinds';
import { Fields } from './fields';
import { journalOf } from './journal';
import { optIn, register, remove } from './people';
import { playHelp } from './play/help';
import { longestLine, mostLines } from './play/parse';
import { paces, Player } from './play/player';
import { Stage } from './play/stage';
import { stateOf } from './state';
import { Watch } from './watch';

/** Longest number or id of a line. */
const longestName = 40;
/** Longest URL of a webhook. */
const longestUrl = 2_000;
/** How long a line may be down, in seconds. */
const longestDown = 600;
const largestQuota = 1_000_000;

/** The control panel: what a person does to the simulated world besides holding phones. */
export function panelPart(simulator: Simulator, cast: Cast): WebPart {
	const faults = new FaultDesk(simulator);
	const player = new Player(new Stage(simulator, cast), () => watch.check());
	const watch: Watch = new Watch([
		{ event: 'now', look: () => clockKey(simulator.clock), tell: () => simulator.clock.now() },
		{ event: 'panel', look: () => stateOf(simulator, faults, player) },
		{ event: 'journal', look: () => journalOf(simulator) },
	]);
	/** An action: the fields of the body, and what it says when it is done, alone or with what a person must see once. */
	const action: MakeAction = (path, act) => ({
		method: 'POST',
		path: `/panel/${path}`,
		answer: async (request): Promise<WebAnswer> => {
			const fields = Fields.of(await request.json());
			try {
				const said = await act(fields);
				return { json: typeof said === 'object' ? said : { message: said ?? '' } };
			} finally {
				watch.check();
			}
		},
	});
	return {
		routes: [
			{ method: 'GET', path: '/panel', answer: () => ({ json: everything(simulator, faults, player) }) },
			{ method: 'GET', path: '/panel/choices', answer: () => ({ json: choices }) },
			...clockAndPeople(simulator, action),
			...linesAndWebhooks(simulator, action),
			...faultRoutes(simulator, faults, action),
			action('play', (fields) => {
				const steps = player.play(fields.text('text', mostLines * (longestLine + 1)), fields.choice('pace', paces));
				return `${steps} ${steps === 1 ? 'step' : 'steps'}`;
			}),
			action('play/stop', () => player.stop()),
		],
		follow: (page) => watch.follow(page),
		close: () => {
			player.stop();
			faults.close();
			watch.close();
		},
	};
}

type Said = string | void | { readonly message: string };
type MakeAction = (path: string, act: (fields: Fields) => Said | Promise<Said>) => Route;

/** What the page offers to choose from. */
const choices = { methods: faultMethods, codes: errorCodes, proxyAnswers, help: playHelp };

function everything(simulator: Simulator, faults: FaultDesk, player: Player): unknown {
	return { panel: stateOf(simulator, faults, player), journal: journalOf(simulator), now: simulator.clock.now() };
}

function clockAndPeople(simulator: Simulator, action: MakeAction): Route[] {
	return [
		action('clock', (fields) => moveClock(simulator, fields.choice('move', clockMoves))),
		action('audience', (fields) => {
			simulator.settings.audience = fields.choice('audience', ['everybody', 'users'] as const);
		}),
		action('people', (fields) =>
			register(simulator, { phone: fields.required('phone', 40), name: fields.optional('name', 40), optedIn: fields.flag('optedIn') }),
		),
		action('people/opt-in', (fields) => optIn(simulator, fields.required('id'))),
		action('people/remove', (fields) => remove(simulator, fields.required('id'))),
	];
}

function linesAndWebhooks(simulator: Simulator, action: MakeAction): Route[] {
	const { dashboard, settings } = simulator;
	return [
		action('line', (fields) => {
			dashboard.setLineStatus(fields.required('line', longestName), fields.choice('status', ['available', 'unavailable'] as const));
		}),
		action('lines', (fields) => addLine(simulator, fields.required('phone', longestName))),
		action('limits', (fields) => {
			if (fields.has('messagesPerDay')) settings.messagesPerDay = fields.limit('messagesPerDay', largestQuota);
			if (fields.has('newConversationsPerDay')) settings.newConversationsPerDay = fields.limit('newConversationsPerDay', largestQuota);
		}),
		action('webhooks', (fields) => registerWebhook(simulator, fields.required('url', longestUrl))),
		action('webhooks/remove', (fields) => removeWebhook(simulator, fields.required('id'))),
		action('webhook', (fields) => {
			const id = fields.required('id');
			if (fields.flag('isEnabled')) dashboard.enableWebhook(id);
			else dashboard.disableWebhook(id);
		}),
		action('redeliver', async (fields) => {
			const { message } = await redeliverLast(
				simulator,
				fields.choice('how', ['again', 'tampered', 'stale'] as const),
				fields.optional('id'),
			);
			return message;
		}),
	];
}

function faultRoutes(simulator: Simulator, faults: FaultDesk, action: MakeAction): Route[] {
	return [
		action('faults', (fields) => {
			const armed = faults.arm(wantedFault(fields), {
				target: fields.choice('target', faultTargets),
				line: fields.optional('line', longestName),
			});
			return `${armed.what}: waits for ${waitsFor(armed)}`;
		}),
		action('faults/remove', (fields) => faults.disarm(fields.required('id'))),
		action('streams/cut', (fields) => {
			const cut = faults.cutStreams(fields.optional('line', longestName));
			return cut === 0 ? 'No stream is open' : `Cut: ${cut} ${cut === 1 ? 'stream' : 'streams'}`;
		}),
		action('restart', (fields) => {
			const line = fields.optional('line', longestName);
			const seconds = fields.whole('seconds', 0, longestDown);
			const all = simulator.lines.map(({ id, phone }) => phone ?? id);
			for (const one of line === undefined ? all : [line]) faults.restart(one, seconds);
			return seconds === 0 ? 'Cut every connection, and up again' : `Down for ${seconds} seconds`;
		}),
		action('restart/now', (fields) => faults.start(fields.required('line', longestName))),
	];
}

function waitsFor({ target, transport }: ArmedFault): string {
	// Streams of events have no route over HTTP.
	if (transport === 'http') return `the next ${target === 'rpc' ? 'call' : target} over HTTP`;
	return target === 'rpc' ? 'the next call or stream' : `the next ${target}`;
}
