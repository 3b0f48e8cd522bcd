import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { placeOf, placesOf, shown } from './places.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

test('leaves out the platform, the kit and what loads TypeScript', () => {
  const stack = [
    'Error: here',
    '    at queueMicrotask (node:internal/process/task_queues:158:5)',
    `    at Session.run (${root}harness/session.ts:10:3)`,
    `    at Object.workload (file://${root}suites/cancellation/queue.ts:20:5)`,
    `    at transform (${root}node_modules/tsx/dist/loader.mjs:1:2)`,
    '    at async Queue.cancel [as stop] (file:///a%20folder/queue.ts?once=1:7:9)',
    '    at <anonymous> (/b/index.js:3:1)',
    `    at new Core (${root}suites/reference/core.ts:5:6)`,
  ].join('\n');
  expect(placesOf(stack)).toEqual([
    { file: '/a folder/queue.ts', line: 7, column: 9, function: 'Queue.cancel' },
    { file: '/b/index.js', line: 3, column: 1 },
    { file: shown(`${root}suites/reference/core.ts`), line: 5, column: 6, function: 'Core' },
  ]);
  expect(placeOf(stack)?.function).toBe('Queue.cancel');
  expect(placeOf(undefined)).toBeUndefined();
});

test('shows a path inside the working directory by its short form alone', () => {
  expect(shown(`${process.cwd()}/targets/mine.ts`)).toBe('targets/mine.ts');
  expect(shown('/elsewhere/mine.ts')).toBe('/elsewhere/mine.ts');
});
