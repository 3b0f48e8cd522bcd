import { expect, test } from 'vitest';
import { failing, survey } from './survey.ts';

const address = new URL('./fixtures/real-things/targets.ts', import.meta.url).href;
const subject = (name: string, cases: readonly string[]) => [name, `${address}#${name}`, cases] as const;

// What is explored on the kit's stubs, once more on SQLite and a socket of the loopback: 64 seeded repeats of each race.
test('a store and a connection that are real are treated as the stubs are', async () => {
  const [real, bare, forgetful] = await survey(
    [
      subject('target', [
        'RAC-19',
        'races/all-or-nothing-around-the-commit',
        'RAC-21',
        'races/a-silent-peer-at-cancel',
      ]),
      subject('withoutTransaction', ['RAC-19']),
      subject('withoutRollback', ['RAC-19']),
    ],
    { depth: 'deep' },
  );
  const ran = real?.outcomes.filter(({ verdict }) => verdict !== 'skip');
  expect(ran?.map(({ verdict, mode, ...outcome }) => [outcome.case, verdict, mode])).toEqual(
    [
      'cancelled-inside-a-transaction',
      'all-or-nothing-around-the-commit',
      'the-store-rejects-while-a-task-ends',
      'the-store-hangs-while-a-task-ends',
      'the-store-hangs-while-a-task-is-cancelled',
      'a-silent-peer-at-cancel',
    ].map((name) => [`races/${name}`, 'pass', 'real']),
  );
  const race = real?.outcomes.find((outcome) => outcome.case === 'races/all-or-nothing-around-the-commit');
  expect(race?.evidence?.schedules).toBe(64);
  expect([...(bare ? failing(bare) : [])]).toEqual(['RAC-19']);
  expect([...(forgetful ? failing(forgetful) : [])]).toEqual(['RAC-19']);
}, 300_000);
