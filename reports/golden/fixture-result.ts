import type { Finding, Line, Outcome } from '../../harness/outcome.ts';
import type { Knowledge } from '../knowledge.ts';
import { buildResult, type Result, type ResultInput } from '../result.ts';
import { requirements } from './fixture-requirements.ts';

/** Text that tries to end a cell, a fence, a tag and a line, to give commands, and to colour the terminal. */
export const hostile =
  'evil | `` ``` ~~~ \n::error file=x::pwned\r\n<script>alert(1)</script> \u001b[31mred\u001b[0m \u202egnp.exe @team #12 {{name}} ]]> ##[error]x';

export const line = (seq: number, kind: string, what: string, more: Partial<Line> = {}): Line => ({
  seq,
  at: 0,
  turn: 0,
  hop: seq,
  kind,
  what,
  ...more,
});

const history: readonly Line[] = [
  line(1, 'invoke', 'submit', { task: 'T' }),
  line(2, 'saw', 'start', { task: 'T' }),
  line(3, 'ok', 'submit', { task: 'T' }),
  line(4, 'invoke', 'subscribe', { task: 'T', who: 'A' }),
  line(5, 'ok', 'subscribe', { task: 'T', who: 'A' }),
  line(6, 'idle', 'rest', { who: 'standing' }),
  line(7, 'invoke', 'cancel', { task: 'T', at: 50, turn: 1, hop: 0 }),
  line(8, 'saw', 'told', { task: 'T', at: 50, turn: 1, hop: 0 }),
  line(9, 'ok', 'cancel', { task: 'T', at: 50, turn: 1, hop: 2, text: 'true' }),
  line(10, 'saw', 'cleanup', { task: 'T', at: 50, turn: 1, hop: 3 }),
  line(11, 'saw', 'event', { task: 'T', who: 'A', at: 50, turn: 1, hop: 4, text: '{ type: "cancelled" }' }),
  line(12, 'fail', 'result', { task: 'T', at: 50, turn: 1, hop: 5, text: 'AbortError: cancelled by the caller' }),
  line(13, 'idle', 'rest', { who: 'end', at: 50, turn: 1, hop: 9 }),
];

const finding = (rule: string, expected: string, observed: string, more: Partial<Finding> = {}): Finding => ({
  rule,
  expected,
  observed,
  witness: [13],
  ...more,
});

const outcome = (id: string, requirement: string, more: Partial<Outcome>): Outcome => {
  const { level = 'MUST', severity = 'high' } = requirements.find((one) => one.id === requirement) ?? {};
  return { case: id, requirement, level, severity, verdict: 'pass', mode: 'virtual', digest: 'd1', ...more };
};

const failed = (id: string, requirement: string, found: Finding, more: Partial<Outcome> = {}): Outcome =>
  outcome(id, requirement, {
    verdict: 'fail',
    finding: found,
    history,
    evidence: { premise: { 'T had started': 2 }, calls: 3, events: 13, schedules: 1, traces: 1 },
    ...more,
  });

/** Every verdict and every reason, in an order in which hosts might give them. */
const outcomes: readonly Outcome[] = [
  outcome('reliability/after-every-ending', 'REL-24', {
    verdict: 'inconclusive',
    because: 'no slot was ever taken',
    history,
  }),
  failed(
    'reliability/live-bodies-stay-within-the-limit',
    'REL-07',
    finding('host/out-of-memory', 'the process outlives the case', 'it ran out of memory at 512 MB'),
    { history: [] },
  ),
  outcome('cancellation/a-waiting-body-learns-of-it', 'CAN-01', {}),
  failed(
    'cancellation/all-clients-are-told',
    'CAN-04',
    finding(
      'CAN-04',
      'clients A, B and C each receive one terminal event of T',
      'A received "cancelled" at 50 ms; B and C received nothing until the end',
      {
        witness: [11, 13],
        hint: 'Look at the loop over the clients: it ends after the first.',
      },
    ),
    { where: { file: 'src/coordinator.ts', line: 58, column: 7, function: 'Coordinator.#broadcast' } },
  ),
  outcome('cancellation/a-paused-client-is-told', 'CAN-04', {
    verdict: 'pass',
    invariants: [
      finding(
        'invariant/nothing-after-the-end',
        'no event of T after its end',
        'A received "progress" at 60 ms, after "cancelled" at 50 ms',
        { owner: 'RAC-17' },
      ),
    ],
    history,
  }),
  failed(
    'cancellation/finally-ends-first',
    'CAN-16',
    finding('CAN-16', 'the cleanup ends before the outcome is seen', hostile),
    { schedule: '.s1.c1+3g1', output: [hostile] },
  ),
  outcome('shutdown/waits-for-running-bodies', 'SHU-01', {
    verdict: 'skip',
    skip: { reason: 'blocked', because: 'capability/shutdown is missing' },
  }),
  outcome('shutdown/idle-ends-promptly', 'SHU-01', {
    verdict: 'skip',
    skip: { reason: 'blocked', because: 'capability/shutdown is missing' },
  }),
  outcome('shutdown/a-deaf-task-does-not-hold-it', 'SHU-03', {
    verdict: 'skip',
    skip: { reason: 'blocked', because: 'capability/shutdown is missing' },
  }),
  outcome('patterns/all-children-end-first', 'PAT-04', {
    verdict: 'skip',
    skip: { reason: 'not-offered', because: '`all` is not offered' },
  }),
  failed(
    'races/leaving-inside-a-broadcast',
    'RAC-08',
    finding('RAC-08', 'B receives "cancelled" although A leaves', 'B received nothing'),
    {
      evidence: { premise: {}, calls: 4, events: 13, schedules: 412, traces: 37 },
      schedule: '.s1.g1+4c2',
    },
  ),
  outcome('races/every-pair-of-ends', 'RAC-15', {
    verdict: 'skip',
    skip: { reason: 'deviation', because: 'race.winner is declared as a deviation' },
  }),
  outcome('races/an-emit-after-return', 'RAC-17', {}),
  failed(
    'diagnostics/the-cause-is-reachable',
    'OBS-03',
    finding(
      'OBS-03',
      'the original error is reachable from the result',
      'the result is Error: task failed, without a cause',
    ),
  ),
];

export const input: ResultInput = {
  kit: '0.1.0',
  target: {
    name: `acme-taskd ${hostile}`,
    version: '0.4.2',
    dialect: {},
    grain: 1,
    kind: 'in-process',
    file: '/home/somebody/acme/adapter.ts',
  },
  settings: {
    target: './adapter.ts',
    suites: ['cancellation', 'shutdown', 'patterns', 'races', 'reliability', 'diagnostics'],
    profile: 'coordinator',
    depth: 'default',
    strict: false,
    filters: [],
  },
  dialect: [
    { option: 'race.winner', choice: 'none', origin: 'adapter', deviation: true },
    { option: 'cancel.delivery', choice: 'signal', origin: 'observed' },
    { option: 'client.buffer', choice: { value: 'count', count: 16 }, origin: 'file' },
  ],
  smoke: {
    offer: {
      submit: 'a plain job ran',
      'cancel.running': 'the body was told',
      events: 'a listener was called',
      limit: 'two jobs ran one after the other',
    },
    withoutEffect: { timeout: 'a task with a time limit of 50 ms still ran at 10000 ms' },
    observed: {},
    shutdown: {},
  },
  absent: ['shutdown'],
  requirements,
  outcomes,
  strays: [
    {
      case: 'races/an-emit-after-return',
      finding: finding('invariant/no-stray-error', 'no unhandled rejection', 'unhandledRejection: Error: late', {
        witness: [],
        owner: 'OBS-07',
      }),
    },
  ],
  troubles: [],
  complete: true,
  interrupted: false,
  root: '/home/somebody/acme',
};

/** A coordinator with many things wrong, among them its own name. */
export const broken: Result = buildResult(input);

/** The same coordinator after somebody has mended everything. */
export const mended: Result = buildResult({
  ...input,
  target: { ...input.target, name: 'acme-taskd', version: '0.5.0' },
  smoke: {
    offer: { ...input.smoke?.offer, shutdown: 'it refused a submit while pending' },
    withoutEffect: {},
    observed: {},
    shutdown: { close: 'mode' },
  },
  dialect: [],
  absent: [],
  strays: [],
  outcomes: outcomes.map(({ case: id, requirement, level }) => outcome(id, requirement, { level })),
});

export const knowledge: Knowledge = {
  requirements,
  fixes: {
    'CAN-04': {
      title: 'Tell every client, and let none of them stop the round.',
      effort: 'small',
      sketch:
        'for (const client of [...clients]) {\n  try {\n    client.send(event);\n  } catch (error) {\n    report(error);\n  }\n}',
      note: 'copy the list first: a client may leave while it is told.',
    },
    'capability/shutdown': {
      title: 'Refuse new work, then wait for what runs, with a bound.',
      effort: 'medium',
      sketch: '',
    },
  },
  faults: [
    {
      id: 'CAN-04a',
      fault: 'the broadcast loop returns after the first client',
      own: 'CAN-04',
      trips: ['RAC-08', 'RAC-09'],
    },
    {
      id: 'CAN-04b',
      fault: 'the terminal event is not put into the queue of a paused client',
      own: 'CAN-04',
      trips: ['CAN-01'],
    },
    {
      id: 'CAN-16a',
      fault: 'the wrapper publishes the outcome when the abort fires',
      own: 'CAN-16',
      trips: ['PAT-04'],
    },
    {
      id: 'CAN-16c',
      fault: 'the ended promise resolves at acceptance',
      own: 'CAN-16',
      trips: [],
      dialect: { 'terminal.when': 'at-acceptance' },
    },
  ],
};
