import {
  claim,
  type Conduct,
  type Context,
  type Diagnostic,
  describe,
  type Event,
  type History,
  type Program,
  seen,
  sights,
  type TaskEvent,
} from '../../harness/index.ts';
import { type Cases, completion } from './claims.ts';
import { endedAs, reached } from './facts.ts';

/** The message of the error that must not get lost; nothing else in the case is called so. */
const lost = 'rollback of T failed';
const throws: Program = [{ note: 'throws' }, { throw: lost }];

const early = ({ dialect }: Context): boolean => dialect.is('terminal.when', 'at-acceptance', 'at-request');
/** The controls: C0 is cancelled and has no error of its own, F0 fails. */
const control = (context: Context): 'C0' | 'F0' =>
  early(context) || context.dialect.is('cleanup.error', 'cancelled') ? 'C0' : 'F0';

const broken = (program: Program): Conduct => ({
  atEveryHop: true,
  workload: async (lab) => {
    await lab.coordinator({ concurrency: 3 });
    lab.submit('C0', [{ gate: 'g' }]);
    lab.submit('F0', [{ throw: 'E0' }]);
    lab.submit('T', program);
    await lab.quiesce();
    lab.cancel('C0');
    lab.cancel('T');
  },
  premise: (history) => ({
    'T was told': reached(history, 'T'),
    'T threw the other error': history.noted('T', 'throws'),
    'C0 was told and ended without another error': endedAs(history, 'C0', 'cancelled'),
    'F0 threw': endedAs(history, 'F0', 'threw'),
  }),
  claims: [
    claim('the error that T threw after its cancel is reachable from a view', (history, context) =>
      witnesses(history, context).length > 0
        ? undefined
        : seen(searched(history, context), history.result('T') ?? history.noted('T', 'throws')),
    ),
    claim('T is not reported as a completion', (history) => completion(history, 'T')),
    claim(
      (context) =>
        control(context) === 'C0'
          ? 'T has the tag of C0, which was cancelled'
          : 'T has the tag of F0, which failed, and its error is the outcome or heads its causes',
      tagged,
    ),
  ],
});

/** CAN-18: what goes wrong on the way out of a cancelled task is told to somebody. */
export const errors: Cases = {
  'cleanup-throws': broken([{ try: { body: [{ gate: 'g' }], finally: throws } }]),
  'body-throws-instead': broken([{ try: { body: [{ gate: 'g' }], catch: { cancelled: throws } } }]),
  'registered-cleanup-throws': broken([{ defer: throws }, { gate: 'g' }]),
};

/** Views that the error can be read in; an outcome that was published early cannot have it. */
function witnesses(history: History, context: Context): readonly Event[] {
  const late = [...history.all('ended', 'T'), ...history.all('diagnostic')];
  const outcome = [...history.all('result', 'T'), ...history.terminal('T')];
  return [...(early(context) ? [] : outcome), ...late].filter((event) => reaches(saidBy(event)));
}

function saidBy({ what, value }: Event): unknown {
  if (what === 'event') return (value as TaskEvent).data;
  if (what !== 'diagnostic') return value;
  const { text, error } = value as Diagnostic;
  return [text, error];
}

const links = ['errors', 'exceptions', 'cause', 'suppressed', 'error', 'context', 'reason', 'data'] as const;

/** Walks the links between errors. Text counts where a view, or a thread, hands over text only. */
export function reaches(from: unknown, depth = 6): boolean {
  if (typeof from === 'string') return from.includes(lost);
  if (from === null || typeof from !== 'object' || depth === 0) return false;
  if (Array.isArray(from)) return from.some((item) => reaches(item, depth - 1));
  const said = from as Readonly<Record<string, unknown>>;
  return reaches(said['message'], depth - 1) || links.some((link) => reaches(said[link], depth - 1));
}

const searched = (history: History, context: Context): string => {
  const looked = [
    ...(early(context) ? [] : [history.result('T'), ...history.terminal('T', 'watcher')]),
    ...history.all('ended', 'T'),
  ];
  const shown = looked.filter((event) => event !== undefined).map(({ what, value }) => `${what}: ${describe(value)}`);
  return `it is in none of them (${shown.join('; ') || (early(context) ? 'the outcome came before it' : 'nothing was said')}; ${history.all('diagnostic').length} diagnostics records)`;
};

/** Tags are compared with those of the controls, so that a target that confuses them fails CAN-03 alone. */
function tagged(history: History, context: Context) {
  const like = control(context);
  for (const { view, ending, event } of sights(history, 'T')) {
    const other = sights(history, like).find((sight) => sight.view === view);
    if (other && other.ending !== ending) {
      return seen(
        `${view} says ${ending} of T and ${other.ending} of ${like}: ${describe(event.value)}`,
        event,
        other.event,
      );
    }
  }
  const result = history.result('T');
  return like === 'F0' && result?.kind === 'fail' && !heads(result.value)
    ? seen(`the result of T was rejected with ${describe(result.value)}`, result)
    : undefined;
}

const heads = (error: unknown): boolean =>
  messageOf(error) === lost || messageOf((error as Error | null)?.cause) === lost;
const messageOf = (error: unknown): unknown => (error as Partial<Error> | null | undefined)?.message;
