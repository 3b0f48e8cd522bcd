import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostile, line } from './fixtures/result.ts';
import { ledger } from './ledger.ts';

const many = (count: number) =>
  Array.from({ length: count }, (_none, index) => line(index + 1, 'invoke', 'submit', { task: `t${index + 1}` }));

test('each actor has a column, and a witness a mark', () => {
  const history = [
    line(1, 'invoke', 'cancel', { task: 'T', at: 50, turn: 1 }),
    line(2, 'saw', 'told', { task: 'T', at: 50, turn: 1 }),
    line(3, 'fail', 'cancel', { task: 'T', at: 50.25, turn: 1, text: 'Error: no' }),
    line(4, 'saw', 'event', { task: 'T', who: 'A', at: 60, turn: 1, hop: 12, text: 'cancelled' }),
    line(5, 'saw', 'stray', { at: 60, turn: 1, text: 'Error: late' }),
    line(6, 'idle', 'rest', { who: 'end', at: 60, turn: 1 }),
  ];
  expect(ledger(history, { witness: [4, 6] })).toEqual([
    '      ms  t.hop caller         coordinator    bodies, clients',
    '      50    1.1 -> cancel T',
    '      50    1.2                               T told',
    '    50.3    1.3                <x cancel T: Error: no',
    '>     60   1.12                               A <- T cancelled',
    '      60    1.5                !! stray: Error: late',
    '>     60    1.6 -- at rest (end) --',
  ]);
});

test('a long history keeps its beginning, its end and what surrounds the witness', () => {
  const shown = ledger(many(100), { witness: [50], rows: 9 }).map((row) => row.trim());
  const named = shown.map((row) => /t\d+$|….*…/.exec(row)?.[0]).slice(1);
  const around = ['t47', 't48', 't49', 't50', 't51', 't52', 't53'];
  expect(named).toEqual(['t1', '… 45 events …', ...around, '… 46 events …', 't100']);
});

test('what is left out is counted to the last event', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 80 }),
      fc.array(fc.nat({ max: 90 }), { maxLength: 4 }),
      fc.integer({ min: 3, max: 30 }),
      (count, witness, rows) => {
        const shown = ledger(many(count + 1), { witness, rows }).slice(1);
        const left = shown
          .map((row) => Number(/… (\d+) event/.exec(row)?.[1] ?? 0))
          .reduce((sum, number) => sum + number, 0);
        const kept = shown.filter((row) => !row.includes('…')).length;
        return kept + left === count + 1 && kept <= rows;
      },
    ),
    { seed: 7 },
  );
});

test('no foreign text widens, breaks or colours a row', () => {
  const shown = ledger([line(1, 'saw', 'note', { task: hostile, who: hostile, text: 'x'.repeat(1_000_000) })], {
    witness: [],
    columns: 78,
  });
  expect(shown).toHaveLength(2);
  for (const row of shown) {
    expect([...row].length).toBeLessThanOrEqual(78);
    expect(row).not.toMatch(/[\n\u001b\u202e]/);
  }
});

test('an empty history says that it is empty', () => {
  expect(ledger([], { witness: [1] })).toEqual(['no event was recorded']);
});
