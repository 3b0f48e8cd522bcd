import { expect, test } from 'vitest';
import { limiter } from '../fixtures/limiter.ts';
import { withBarePace } from '../lab/paces.ts';
import type { Target } from '../adapter/target.ts';
import { budgets } from './budget.ts';
import { Exploration } from './exploration.ts';
import { plainGround } from './fixtures/ground.ts';
import { generator } from './generated.ts';
import type { Race } from './race.ts';
import { parse, print, type Schedule } from './schedule.ts';

const race: Race = {
  name: 'two-ways-to-end',
  variants: () => ['open', 'cancel'],
  setup: async (lab, variant) => {
    await lab.coordinator();
    lab.submit('T', [{ gate: 'g' }, { note: variant }, { return: 1 }]);
    await lab.quiesce();
  },
  actors: (_context, variant) => [
    [{ name: 'g1', act: (lab) => (variant === 'open' ? lab.open('g') : lab.cancel('T')) }],
    [{ name: 'g2', act: (lab) => lab.open('g') }],
  ],
};

/** A target that counts how often it is opened. */
function counting(): { readonly target: Target; opened(): number } {
  let count = 0;
  const inner = limiter();
  const target: Target = {
    ...inner,
    open: (wish) => {
      count += 1;
      return inner.open(wish);
    },
  };
  return { target, opened: () => count };
}

const explore = (
  target: Target,
  tried: Race,
  work: (exploration: Exploration) => Promise<unknown>,
  depth = budgets.quick,
) =>
  withBarePace(async (pace, reset) => {
    const ground = plainGround(target, pace, reset, false);
    await work(new Exploration(tried, ground, depth));
  });

const printed = async (target: Target, until = Number.POSITIVE_INFINITY, shared = true): Promise<readonly string[]> => {
  const seen: string[] = [];
  await explore(target, race, async (exploration) => {
    await exploration.each((run) => seen.push(`${print(run.schedule)} ${run.history.events.length}`) < until, shared);
  });
  return seen;
};

test('a schedule says by its first step which variant it is of', async () => {
  const { target } = counting();
  const notes: unknown[] = [];
  await explore(target, race, async (exploration) => {
    for (const text of ['.g2', '.v2.g2']) {
      const { history, schedule } = await exploration.replay(parse(text).schedule);
      expect(print(schedule)).toBe(text);
      notes.push(history.journal('T', 'note').map(({ value }) => value));
    }
    await expect(exploration.replay(parse('.v3.g2').schedule)).rejects.toThrow('.v3.g2');
  });
  expect(notes).toEqual([['open'], ['cancel']]);
});

test('both variants are explored, and the next case of the race is shown the same histories without a run', async () => {
  const { target, opened } = counting();
  const first = await printed(target);
  expect(first.some((text) => text.startsWith('.v2'))).toBe(true);
  expect(first.some((text) => text.startsWith('.g1'))).toBe(true);
  const runs = opened();
  expect(await printed(target)).toEqual(first);
  expect(opened()).toBe(runs);
});

test('nothing is kept of a race that no other case has, and it ends where enough was seen', async () => {
  const { target, opened } = counting();
  await printed(target, 3, false);
  // The calibration of the first variant comes before what is shown.
  expect(opened()).toBe(4);
  expect(await printed(target, Number.POSITIVE_INFINITY, false)).toEqual(await printed(counting().target));
});

test('walks end when so many in a row showed nothing new', async () => {
  const { target, opened } = counting();
  const walks = { orders: 0, sweep: 0, pairs: 0, walks: 500 };
  await explore(target, race, (exploration) => exploration.each(() => true, false), { ...walks, quiet: 3 });
  const quiet = opened();
  await explore(target, race, (exploration) => exploration.each(() => true, false), { ...walks, quiet: 500 });
  expect(quiet).toBeGreaterThan(2 * 3);
  expect(opened() - quiet).toBeGreaterThan(1.5 * quiet);
});

test('a walk that makes choices that were all made before is not run, and none goes on hopping at rest', async () => {
  const { target, opened } = counting();
  const shown: string[] = [];
  await explore(
    target,
    race,
    (exploration) => exploration.each(({ schedule }) => shown.push(print(schedule)) > 0, false),
    { orders: 0, sweep: 0, pairs: 0, walks: 3_000, quiet: 3_000 },
  );
  expect(shown.length).toBeLessThan(150);
  expect(shown.length).toBe(new Set(shown).size);
  expect(opened()).toBe(shown.length + 2);
  // The race begins at rest, so only the second action can come at a hop.
  const secondAt = shown.map((text) => /^(?:\.v2)?\.g[12](\.|\+\d+)g[12]$/.exec(text)?.[1]);
  expect(secondAt).not.toContain(undefined);
  expect(new Set(secondAt).size).toBeGreaterThan(6);
});

test('a sweep tries no gap before the first action where nothing moves yet', async () => {
  const { target } = counting();
  const shown: string[] = [];
  await explore(
    target,
    race,
    (exploration) => exploration.each(({ schedule }) => shown.push(print(schedule)) > 0, false),
    { orders: 10, sweep: 500, pairs: 0, walks: 0, quiet: 0 },
  );
  expect(shown.filter((text) => /^(?:\.v2)?\+/.test(text))).toEqual([]);
  expect(shown).toContain('.g1+2g2');
  expect(shown).toContain('.v2.g2+3g1');
});

test('what a case is shown does not depend on when an earlier one had seen enough', async () => {
  const whole = await printed(counting().target);
  const { target } = counting();
  expect(await printed(target, 3)).toEqual(whole.slice(0, 3));
  expect(await printed(target)).toEqual(whole);
});

const actors = ['a1', 'b1', 'c1', 'd1'].map((name) => [{ name, act: () => undefined }]);

test('what is made up depends on the seed alone, and has each action at most once', async () => {
  const texts = async (seed: number) => (await generator(actors, seed, 50)).all().map(print);
  expect(await texts(7)).toEqual(await texts(7));
  expect(await texts(7)).not.toEqual(await texts(8));
  for (const text of await texts(7)) {
    const names = parse(text).schedule.map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(0);
  }
});

test('fast-check shrinks the schedule of an index as long as it shows what it showed, and names its path', async () => {
  const made = await generator(actors, 7, 50);
  const fails = (schedule: Schedule): boolean => {
    const names = schedule.map(([name]) => name);
    return names.includes('b1') && names.indexOf('d1') > names.indexOf('b1');
  };
  const index = made.all().findIndex(fails);
  const shrunk = await made.shrink(index, async (schedule) => fails(schedule));
  expect(shrunk?.schedule.map(([name]) => name)).toEqual(['b1', 'd1']);
  expect(shrunk?.origin).toMatch(new RegExp(`^seed 7, path ${index}(:\\d+)*$`));
});
