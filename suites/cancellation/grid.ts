import type { CaseText, Conditions, Generated } from '../../harness/index.ts';
import { gridAbsence, gridClaims, gridPremise } from './grid-claims.ts';
import { gridWorkload } from './grid-workload.ts';

/** Moments of a task's life at which the cancel comes. */
export const phases = {
  'before-start': 'in the turn of the submit, before the body has begun',
  queued: 'while the task waits for a slot',
  started: 'in the turn in which the body has begun',
  'mid-await': 'while the body waits for the second time',
  'in-cleanup': 'while the body cleans up after its own work',
  'after-completion': 'after the body has ended by itself',
  twice: 'while the body waits, and once more while it cleans up',
} as const;

/** What a body does about it. */
export const kinds = {
  cooperates: 'gives way to the cancel',
  ignores: 'hears nothing, and returns when its wait is over',
  throws: 'throws an error of its own',
  'settles-anyway': 'returns a value at once',
} as const;

export type Phase = keyof typeof phases;
export type Kind = keyof typeof kinds;

/** One square of the grid. */
export interface Cell {
  readonly requirement: 'CAN-01' | 'CAN-06' | 'CAN-10' | 'CAN-16' | 'CAN-26';
  readonly phase: Phase;
  readonly kind: Kind;
}

/** A square that no case can stand on, and why. */
export interface Impossible extends Cell {
  readonly because: string;
}

/** What a requirement has to say only under conditions: the reason why the square stays empty, or nothing. */
const emptiness: Readonly<Record<Cell['requirement'], (phase: Phase, kind: Kind) => string | undefined>> = {
  'CAN-01': (phase) => noBody(phase) ?? over(phase, 'nothing can be delivered to a body that has ended'),
  'CAN-06': (phase, kind) =>
    noBody(phase) ??
    over(phase, 'the completion is true') ??
    (kind === 'cooperates'
      ? undefined
      : 'the body does not let the cancellation propagate: CAN-18 and CAN-19 judge it'),
  'CAN-10': (phase, kind) =>
    phase === 'after-completion' && (kind === 'ignores' || kind === 'settles-anyway')
      ? 'the body has ended before it could react: the same as "cooperates"'
      : undefined,
  'CAN-16': (phase) => noBody(phase) ?? over(phase, 'the cleanup had ended before the cancel'),
  'CAN-26': (phase) => over(phase, 'the task was answered before the cancel: CAN-09 judges what stays'),
};

const expectations: Readonly<Record<Cell['requirement'], readonly string[]>> = {
  'CAN-01': ['T is told at the next rest', 'a body that cooperates goes no further'],
  'CAN-06': ['the result of T is not a completion'],
  'CAN-10': [
    'one delivery (cancel.trigger=edge), one cleanup, at most one terminal event for a client',
    'the cancel after the end gives the answer that cancel.terminal declares',
  ],
  'CAN-16': ['the outcome is published after the cleanup (at-acceptance: what observes the end comes after it)'],
  'CAN-26': ['the result of T settles'],
};

const noBody = (phase: Phase): string | undefined =>
  phase === 'before-start' || phase === 'queued' ? 'no body runs yet: CAN-11, CAN-12 and RAC-02 judge it' : undefined;
const over = (phase: Phase, because: string): string | undefined =>
  phase === 'after-completion' ? because : undefined;

const requirements = Object.keys(emptiness) as readonly Cell['requirement'][];
const cells: readonly Cell[] = requirements.flatMap((requirement) =>
  (Object.keys(phases) as readonly Phase[]).flatMap((phase) =>
    (Object.keys(kinds) as readonly Kind[]).map((kind) => ({ requirement, phase, kind })),
  ),
);

/** The squares without a case. */
export const impossible: readonly Impossible[] = cells.flatMap((cell) => {
  const because = emptiness[cell.requirement](cell.phase, cell.kind);
  return because === undefined ? [] : [{ ...cell, because }];
});

/** That the result has settled is seen in front of the last cancel, which therefore comes at rest; without a body the premise asks for it. */
const wantsRest = ({ requirement, phase }: Cell): boolean =>
  requirement === 'CAN-26' && phase !== 'before-start' && phase !== 'queued';

/** One case a square: the same few requirements at every moment of a task's life, with every kind of body. */
export const grid: readonly Generated[] = cells
  .filter(({ requirement, phase, kind }) => emptiness[requirement](phase, kind) === undefined)
  .map((cell) => ({
    requirement: cell.requirement,
    text: textOf(cell),
    conduct: {
      ...(wantsRest(cell) ? {} : { atEveryHop: true }),
      workload: gridWorkload(cell),
      ...(cell.phase === 'before-start' ? { absent: gridAbsence } : {}),
      premise: gridPremise(cell),
      claims: gridClaims[cell.requirement](cell),
    },
  }));

function textOf(cell: Cell): CaseText {
  const { requirement, phase, kind } = cell;
  return {
    name: `grid-${phase}-${kind}-${requirement.toLowerCase()}`,
    ...conditions(cell),
    premise: `the cancel came ${phases[phase]}; the body ${kinds[kind]}`,
    steps: [
      `T: a body that ${kinds[kind]} when it is cancelled, with a cleanup that waits at fin`,
      `cancel(T) ${phases[phase]}; quiesce; open what T waits at; quiesce; open fin; quiesce; cancel(T) once more`,
    ],
    expect: expectations[requirement],
  };
}

/** Killed bodies have no say in any of this. A delivery that nobody reacts to can be seen on a signal only. */
function conditions({ requirement, phase, kind }: Cell): Conditions {
  const queued = phase === 'queued';
  const unheard = kind === 'ignores' || phase === 'in-cleanup';
  const delivery =
    requirement === 'CAN-01' ? (unheard ? ['signal'] : ['signal', 'exception']) : ['signal', 'exception', 'poll'];
  return {
    needs: queued ? ['cancel.queued', 'queue'] : ['cancel.running'],
    when: {
      'cancel.delivery': delivery,
      ...(requirement === 'CAN-16' ? { 'terminal.when': ['after-cleanup', 'at-acceptance'] } : {}),
    },
  };
}
