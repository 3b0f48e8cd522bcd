import { expect, test } from 'vitest';
import { dialectOptions } from '../../harness/dialect/dialect.ts';
import { builtInSuites } from '../../suites/index.ts';
import { givenBy } from '../capabilities.ts';
import type { Door } from '../out.ts';
import { explain } from './explain.ts';

function explained(what: string, columns = 80): string {
  let text = '';
  const door: Door = {
    out: { print: (more) => void (text += more), note: () => undefined, columns, color: false, live: false },
    signal: new AbortController().signal,
  };
  expect(explain({ what }, door)).toBe(0);
  return text;
}

const requirements = builtInSuites.flatMap(({ name, catalogue }) =>
  catalogue.requirements.map((one) => ({ suite: name, ...one })),
);

test('every requirement, case, capability and dialect option has an explanation within the width', () => {
  const names = [
    ...requirements.flatMap(({ id, suite, cases }) => [id, ...cases.map(({ name }) => `${suite}/${name}`)]),
    ...Object.keys(givenBy),
    ...Object.keys(dialectOptions()),
  ];
  for (const name of names) {
    const lines = explained(name, 60).split('\n');
    expect(lines.slice(0, 2).join('')).toContain(name);
    expect(lines.length).toBeGreaterThan(3);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  }
});

test('a requirement says what, why, how it is tested and where it comes from', () => {
  const text = explained('can-04').replaceAll(/\s+/g, ' ');
  const known = requirements.find(({ id }) => id === 'CAN-04');
  for (const part of [known?.text, known?.why, 'cancellation/all-clients-are-told', known?.sources[0]?.title]) {
    expect(text).toContain(part);
  }
});

test('the rule of an issue is understood as it stands in a report', () => {
  expect(explained('capability/cancel.byId')).toContain('Given by\n  `cancel(id)`');
});

test('an unknown name says what may be meant', () => {
  expect(() => explained('cancel.bydI')).toThrow(
    expect.objectContaining({ kind: 'usage', code: 'EXPLAIN_UNKNOWN', hint: 'Was "cancel.byId" meant?' }),
  );
});
