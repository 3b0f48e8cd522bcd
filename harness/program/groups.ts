import type { Body, Child, Lent, Spawn } from '../adapter/lent.ts';
import type { Program } from '../adapter/program.ts';
import type { Json } from '../adapter/wish.ts';
import { observe } from '../lab/observe.ts';
import { child } from './body.ts';
import { borrow, lend, unsupported } from './borrow.ts';
import type { Actions, Section } from './section.ts';
import { readOut, sourceOf } from './source.ts';

type Names = 'all' | 'settle' | 'race' | 'any' | 'group' | 'supervise' | 'spawn' | 'map';

/** Steps by primitives that run children, each with a journal of its own. */
export const groups: Pick<Actions, Names> = {
  all: (section, programs) => lend(section, 'all', (all) => all(bodiesOf(section, programs))),
  race: (section, programs) => lend(section, 'race', (race) => race(bodiesOf(section, programs))),
  any: (section, programs) => lend(section, 'any', (any) => any(bodiesOf(section, programs))),

  settle: (section, { bodies, timeout }) =>
    lend(
      section,
      'settle',
      (settle) => settle(bodiesOf(section, bodies), wish(section, 'settle', { timeout })),
      settled,
    ),

  group: (section, { name, body }) =>
    lend(section, 'group', (group) => group((spawn, signal, lent) => owner(section, name, body, spawn, signal, lent))),

  supervise: (section, { name, body }) =>
    lend(section, 'supervise', (supervise) =>
      supervise((spawn, signal, lent) => owner(section, name, body, spawn, signal, lent)),
    ),

  spawn: (section, { name, into, body }) => {
    const { lent } = section;
    const spawn = into === undefined ? lent.spawn?.bind(lent) : section.run.home.groups?.get(into);
    if (!spawn) return unsupported(section, 'spawn');
    return borrow(section, 'spawn', () => {
      adopt(
        section,
        `${section.run.task}/${name}`,
        spawn((signal, own) => child(section, name, body, signal, own)),
      );
    });
  },

  map: (section, { bodies, concurrency, leave }) =>
    lend(section, 'map', (map) => {
      const run = (item: Json, signal?: AbortSignal | null): Promise<Json> =>
        child(section, Number(item), bodies[Number(item)] ?? [], signal, undefined);
      const answer = map(sourceOf(section.run, bodies.length), run, wish(section, 'map', { concurrency }));
      return readOut(answer, leave);
    }),
};

const bodiesOf = (section: Section, programs: readonly Program[]): readonly Body[] =>
  programs.map((program, index) => (signal, lent) => child(section, index, program, signal, lent));

/** Reading a wish claims it, here as in a job. */
const wish = <T extends object>(section: Section, owner: string, values: T): T =>
  section.run.home.reads?.wish(owner, values) ?? values;

/** Entries that change after they were handed out can be told by the copy. */
const settled = (value: unknown): object => ({
  value,
  copy: Array.isArray(value) ? value.map((entry: object) => ({ ...entry })) : value,
});

/** The steps of a group's owner are a part of this body; what it spawns are children. */
function owner(
  section: Section,
  name: string,
  body: Program,
  spawn: Spawn,
  signal: AbortSignal | null | undefined,
  lent: Lent | undefined,
): Promise<Json> {
  const { home } = section.run;
  home.groups ??= new Map();
  home.groups.set(name, spawn);
  return section.part(body, signal, lent);
}

/** Keeps the result of a child for `join`. It counts as handled: the kit has seen it. */
function adopt(section: Section, name: string, spawned: Child): void {
  const { home } = section.run;
  const settles = (kind: 'ok' | 'fail') => (value: unknown) => home.kit.settled?.(name, kind, value);
  observe(spawned.result, settles('ok'), settles('fail'));
  home.children ??= new Map();
  home.children.set(name, spawned.result);
  if (!spawned.cancel) return;
  home.reads?.note('spawn.cancel');
  home.kit.scope(name, spawned.cancel.bind(spawned));
}
