import type { Body, Entry, Lent } from '../../harness/index.ts';
import type { Pretence } from './pretence.ts';

/** Every primitive, each without its point: bodies run, but nothing limits, guards, orders or stops them. */
export function lendNothing({ answer }: Pretence): Lent {
  const { signal } = new AbortController();
  const run = (body: Body): Promise<unknown> => body(signal, undefined).catch(answer);
  const each = (bodies: readonly Body[]): readonly Promise<unknown>[] => bodies.map(run);
  const answered = (): PromiseLike<unknown> => answer() as PromiseLike<unknown>;
  const spawn = (body: Body) => ({ result: run(body), cancel: answer });
  const group: NonNullable<Lent['group']> = (owner) => owner(spawn, signal).catch(answer);
  return {
    emit: answer,
    sleep: answered,
    shield: run,
    within: (_ms, body) => body(signal, { move: answer, remaining: () => 0 }).catch(answer),
    scope: (body, opened) => {
      opened(answer);
      return run(body);
    },
    all: (bodies) => Promise.race([answered(), ...each(bodies)]),
    settle: (bodies) => Promise.all(each(bodies).map(async (value) => ({ value: await value }) as Entry)),
    race: (bodies) => Promise.race(each(bodies)),
    any: (bodies) => Promise.race(each(bodies)),
    group,
    supervise: group,
    spawn,
    map: (_source, body) => body(null, signal).catch(answer),
    hold: (_name, body) => run(body),
    acquire: async () => ({ release: answer }),
    use: (_dispose, body) => run(body),
    defer: answer,
    transaction: (body) => body({ read: async () => undefined, write: async () => answer() }, signal).catch(answer),
  };
}
