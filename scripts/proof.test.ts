import { expect, test } from 'vitest';
import { variants } from '../suites/reference/dialects.ts';
import { killMatrix } from './kill-matrix.ts';
import { type Subject, survey } from './survey.ts';

/** Several hundred targets, two at a time. */
const patience = 600_000;

test(
  'every mutant is killed by its own requirement, and no null target passes anything',
  async () => {
    const { rows, nulls } = await killMatrix('own');
    expect(rows.length).toBeGreaterThan(300);
    expect(rows.filter(({ killed }) => !killed).map(({ mutant }) => mutant.id)).toEqual([]);
    expect(nulls.filter(({ passed }) => passed.length > 0)).toEqual([]);
  },
  patience,
);

const reference = new URL('../suites/reference/targets.ts', import.meta.url).href;
/** Bodies in threads are judged in real time, one choice after the other: the suites' own tests have them. */
const inThread = variants.filter(({ option, value }) => !`${option}=${value}`.endsWith('kill'));

test(
  'the reference passes cancellation in every dialect value that it can be put in',
  async () => {
    const names = ['default', ...inThread.map(({ option, value }) => `${option}=${value}`)];
    const surveyed = await survey(
      names.map((name): Subject => [name, `${reference}#${name}`]),
      { suites: ['cancellation'] },
    );
    for (const { name, outcomes } of surveyed) {
      const odd = outcomes.filter(
        ({ verdict, invariants }) => (verdict !== 'pass' && verdict !== 'skip') || invariants,
      );
      expect(odd.map((outcome) => `${name}: ${outcome.verdict} ${outcome.case}`)).toEqual([]);
      expect(outcomes.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(100);
    }
  },
  patience,
);
