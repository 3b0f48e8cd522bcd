import { expect, test } from 'vitest';
import { matrix } from '../suites/mutants/seen.ts';
import { variants } from '../suites/reference/dialects.ts';
import { killMatrix } from './kill-matrix.ts';
import { complaints } from './kill-matrix-document.ts';
import { type Subject, survey } from './survey.ts';

/** Many targets, two at a time. */
const patience = 600_000;

// The mutants of the other suites are run by `npm run matrix`, which takes longer than every test together; those whose
// bodies are killed need real time and are left to it too.
test(
  'every mutant of cancellation is killed by its own requirement, and no null target passes anything',
  async () => {
    const { mutants, nulls } = await killMatrix('own', ({ own }) => own.startsWith('CAN-') && own !== 'CAN-28');
    expect(Object.keys(mutants).length).toBeGreaterThan(50);
    expect(Object.keys(mutants).filter((id) => mutants[id]?.cases.length === 0)).toEqual([]);
    expect(Object.entries(nulls).filter(([, passed]) => passed.length > 0)).toEqual([]);
  },
  patience,
);

test('the kill matrix, as it was last measured, has no mutant that survives, no case without one and no vacuous case', async () => {
  const measured = matrix();
  expect(Object.keys(measured.mutants).length).toBeGreaterThan(400);
  expect(await complaints(measured)).toEqual([]);
});

const reference = new URL('../suites/reference/targets.ts', import.meta.url).href;
/** Choices that the requirements of cancellation read; bodies in threads are judged in real time, by `npm run matrix`. */
const read = /^(cancel|cancelAll|cleanup|client\.disconnect|group\.childCancel|queued|reason|terminal)/;
const chosen = variants.filter(({ option, value }) => read.test(option) && !value.endsWith('kill'));

test(
  'the reference passes cancellation in every dialect value that it can be put in',
  async () => {
    const names = ['default', ...chosen.map(({ option, value }) => `${option}=${value}`)];
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
