import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { pythonTarget } from '../../targets/python/python-target.ts';
import { type CheckedStep, checkWire } from './check.ts';
import type { FarCommand } from './far-process.ts';

async function stepsOf(command: FarCommand): Promise<readonly CheckedStep[]> {
  const steps: CheckedStep[] = [];
  for await (const step of checkWire(command)) steps.push(step);
  return steps;
}

test('the Python client passes every step, and what it does not offer is skipped', async () => {
  const steps = await stepsOf(pythonTarget('before'));
  expect(steps.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  expect(steps.map(({ verdict }) => verdict).join(' ')).toBe('ok ok ok ok ok ok ok ok ok ok ok');
  expect(steps[0]?.said).toMatch(/^python-before, 1\.0\.0; it offers submit, query, events, client$/);
  expect(steps.at(-2)?.said).toMatch(/^\d\d vectors came out as they should$/);
});

test('a client whose interpreter errs is told where, by what was expected and found', async () => {
  const sloppy = fileURLToPath(new URL('fixtures/sloppy.mjs', import.meta.url));
  const steps = await stepsOf({ command: [process.execPath, sloppy] });
  const failed = Object.fromEntries(
    steps.flatMap(({ step, verdict, said }) => (verdict === 'fail' ? [[step, said]] : [])),
  );
  expect(Object.keys(failed)).toEqual([
    'a body stands at a closed gate, and goes on when it is opened',
    'an error of a body comes with its name and message',
    'a request that it does not know is refused, and does no harm',
    'the interpreter does what the shared vectors say',
    'it ends when its stdin is closed',
  ]);
  expect(failed['a body stands at a closed gate, and goes on when it is opened']).toBe(
    'Expected a body that stands at its gate; found the journal start, note through, end returned and the result { value: null }.',
  );
});

test('nothing more is tried where there is no offer', async () => {
  const steps = await stepsOf({ command: [process.execPath, '-e', 'console.log("hello")'] });
  expect(steps).toHaveLength(1);
  expect(steps[0]).toMatchObject({ verdict: 'fail', said: expect.stringMatching(/found: hello/) });
});
