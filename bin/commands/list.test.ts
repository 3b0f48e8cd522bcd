import { expect, test } from 'vitest';
import { builtInSuites } from '../../suites/index.ts';
import type { Door } from '../out.ts';
import { list } from './list.ts';

async function printed(args: Readonly<Record<string, unknown>>): Promise<string> {
  let text = '';
  const door: Door = {
    out: { print: (more) => void (text += more), note: () => undefined, columns: 80, color: false, live: false },
    signal: new AbortController().signal,
  };
  expect(await list(args, door)).toBe(0);
  return text;
}

const ids = builtInSuites.flatMap(({ catalogue }) => catalogue.requirements.map(({ id }) => id));

test('the overview names every suite, requirement and target', async () => {
  const text = await printed({});
  for (const name of [...builtInSuites.map((suite) => suite.name), ...ids, 'before', 'p-queue', 'reference']) {
    expect(text).toContain(`  ${name} `);
  }
});

test('as JSON it is one object with everything in it', async () => {
  const data = JSON.parse(await printed({ json: true })) as Record<string, readonly { id: string }[]>;
  expect(Object.keys(data)).toEqual(['suites', 'requirements', 'cases', 'targets', 'dialect']);
  expect(data['requirements']?.map(({ id }) => id)).toEqual(ids);
});

test('cases include those that are generated from data', async () => {
  const lines = (await printed({ what: 'cases' })).trimEnd().split('\n');
  const written = builtInSuites.flatMap(({ catalogue }) => catalogue.requirements.flatMap(({ cases }) => cases));
  expect(lines.length).toBeGreaterThan(written.length);
  expect(lines).toContainEqual(expect.stringMatching(/^cancellation\/all-clients-are-told +CAN-04$/));
});
