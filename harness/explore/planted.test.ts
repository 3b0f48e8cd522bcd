import { expect, test } from 'vitest';
import { claim, refuted } from '../checkers/claim.ts';
import { withBarePace } from '../lab/paces.ts';
import type { Case, Conduct } from '../suite.ts';
import { budgets } from './budget.ts';
import { plainGround } from './fixtures/ground.ts';
import { type Planted, planted } from './fixtures/planted.ts';
import { actorsAndShutdown, leftByShutdown, startedAfterYes, tasks } from './fixtures/scenario.ts';
import type { Race } from './race.ts';
import { print } from './schedule.ts';
import { RaceSearch, type Searched } from './search.ts';

const seeds = Array.from({ length: 8 }, (_, index) => index + 1);

const race = (seed: number): Race => ({
  name: `three tasks, three cancels and a shutdown ${seed}`,
  setup: (lab) => lab.coordinator({ concurrency: 1 }),
  actors: actorsAndShutdown,
});

/** Nothing of it knows the faults: the standing invariants, what a yes means, and what a shutdown waits for. */
const conduct: Conduct = {
  premise: () => ({}),
  claims: [
    // Also a standing invariant; as a claim it ends the search.
    claim('a task has one terminal event', (history) => {
      const second = tasks.map((task) => history.terminal(task, 'watcher')[1]).find((event) => event !== undefined);
      return refuted(second, `a second terminal event of ${second?.task}`);
    }),
    claim('a task that was cancelled before its start never starts', (history) => {
      const late = startedAfterYes(history);
      return refuted(late === undefined ? undefined : history.started(late), `${late} started`);
    }),
    claim('a shutdown answers when every accepted task has settled', (history) => {
      const left = leftByShutdown(history);
      const answer = history.call('shutdown')?.answer;
      return left === undefined ? undefined : { observed: `${left} had not settled`, witness: [answer] };
    }),
  ],
};

const tested = {
  ...conduct,
  id: 'races/planted',
  text: { name: 'planted', needs: [], premise: '', steps: [], expect: [] },
  requirement: { id: 'RAC-00' },
} as unknown as Case;

const search = (seed: number, fault?: Planted): Promise<Searched> =>
  withBarePace(async (pace, reset) => {
    const ground = plainGround(planted(fault), pace, reset);
    return new RaceSearch(tested, race(seed), ground, budgets.default).search();
  });

test.each(['overwrites', 'forgets'] as const)(
  'a window of depth 2 (%s) is found for every seed and shrunk to 4 steps',
  async (fault) => {
    for (const seed of seeds) {
      const { failing, explored } = await search(seed, fault);
      expect(failing, `seed ${seed}, ${explored.schedules} schedules`).toBeDefined();
      expect(failing?.length, print(failing ?? [])).toBeLessThanOrEqual(4);
    }
  },
);

test('a window of depth 3 is found for every seed', async () => {
  for (const seed of seeds) {
    const { failing, explored } = await search(seed, 'leaves');
    expect(failing, `seed ${seed}, ${explored.schedules} schedules`).toBeDefined();
  }
});

test('the coordinator without a fault raises no alarm in 9,000 schedules', async () => {
  let schedules = 0;
  for (let seed = 1; schedules < 9_000; seed++) {
    const { failing, explored } = await search(seed);
    expect(failing && print(failing)).toBeUndefined();
    schedules += explored.schedules;
  }
});
