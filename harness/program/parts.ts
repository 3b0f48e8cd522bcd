import type { Limit } from '../adapter/lent.ts';
import type { Program } from '../adapter/program.ts';
import { borrow, lend, unsupported } from './borrow.ts';
import { clean, disposal } from './control.ts';
import type { Actions, Section } from './section.ts';
import { drive, type Walk } from './walk.ts';

type Names =
  | ('emit' | 'shield' | 'within' | 'move' | 'remaining' | 'scope' | 'hold' | 'acquire' | 'use' | 'defer')
  | ('transaction' | 'read' | 'write');

/** Steps by one primitive, which runs at most one part of this body. */
export const parts: Pick<Actions, Names> = {
  emit: (section, { type, data }) => lend(section, 'emit', (emit) => emit(type, data)),

  shield: (section, body) =>
    lend(section, 'shield', (shield) => shield((signal, lent) => section.part(body, signal, lent))),

  within: (section, { ms, body }) =>
    lend(section, 'within', (within) =>
      within(ms, (signal, limit, lent) => {
        noteLimit(section, limit);
        return section.part(body, signal, lent, { limit });
      }),
    ),

  move: (section, ms) => {
    const { limit } = section.around;
    if (!limit?.move) return unsupported(section, 'move');
    return borrow(section, 'move', () => limit.move?.(ms ?? undefined));
  },

  remaining: (section) => {
    const { limit } = section.around;
    if (!limit?.remaining) return unsupported(section, 'remaining');
    return borrow(
      section,
      'remaining',
      () => limit.remaining?.(),
      (value) => ({ value: value ?? null }),
    );
  },

  scope: (section, { name, body }) =>
    lend(section, 'scope', (scope) =>
      scope(
        (signal, lent) => section.part(body, signal, lent),
        (cancel) => section.run.home.kit.scope(name, cancel),
      ),
    ),

  hold: (section, { name, body }) =>
    lend(section, 'hold', (hold) => hold(name, (signal, lent) => section.part(body, signal, lent))),

  acquire: (section, name) =>
    lend(section, 'acquire', async (acquire) => {
      const lease = await acquire(name);
      section.run.leases ??= [];
      section.run.leases.push(lease);
    }),

  use: (section, { name, dispose, body }) =>
    lend(section, 'use', (use) => {
      section.run.note('note', `+${name}`);
      return use(
        () => drive(disposal(section.apart(), name, dispose)),
        (signal, lent) => section.part(body, signal, lent),
      );
    }),

  defer: (section, program) =>
    lend(section, 'defer', (defer) => {
      const label = section.run.label('defer');
      return defer(() => drive(cleanup(section.apart(), label, program)));
    }),

  transaction: (section, program) =>
    lend(section, 'transaction', (transaction) =>
      transaction((data, signal) => section.part(program, signal, undefined, { data })),
    ),

  read: (section, key) => {
    const { data } = section.around;
    if (!data) return unsupported(section, 'read');
    return borrow(
      section,
      'read',
      () => data.read(key),
      (value) => ({ key, value: value ?? null }),
    );
  },

  write: (section, { key, value }) => {
    const { data } = section.around;
    if (!data) return unsupported(section, 'write');
    return borrow(
      section,
      'write',
      () => data.write(key, value),
      () => ({ key, value }),
    );
  },
};

/** A registered cleanup: what it returns is nobody's. */
function* cleanup(section: Section, label: string, program: Program): Walk {
  yield* clean(section, label, program);
}

function noteLimit(section: Section, limit: Limit | undefined): void {
  const { reads } = section.run.home;
  if (limit?.move) reads?.note('within.move');
  if (limit?.remaining) reads?.note('within.remaining');
}
