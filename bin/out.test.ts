import { expect, test } from 'vitest';
import { wantsColor, wantsLive, widthOf } from './out.ts';

test.for([
  { env: {}, terminal: true, color: true },
  { env: {}, terminal: undefined, color: false },
  { env: { TERM: 'dumb' }, terminal: true, color: false },
  { env: { NO_COLOR: '1' }, terminal: true, color: false },
  { env: { NO_COLOR: '' }, terminal: true, color: true },
  { env: { NO_COLOR: '1', FORCE_COLOR: '1' }, terminal: undefined, color: true },
  { env: { FORCE_COLOR: '0' }, terminal: true, color: false },
  { env: { GITHUB_ACTIONS: 'true' }, terminal: undefined, color: true },
  { env: { GITHUB_ACTIONS: 'true', NO_COLOR: '1' }, terminal: undefined, color: false },
  { env: { CI: 'true' }, terminal: undefined, color: false },
])('colour: $env, terminal $terminal', ({ env, terminal, color }) => {
  expect(wantsColor(env, terminal)).toBe(color);
});

test.for([
  { env: {}, terminal: true, live: true },
  { env: {}, terminal: undefined, live: false },
  { env: { CI: 'true' }, terminal: true, live: false },
  { env: { CI: 'false' }, terminal: true, live: true },
  { env: { TERM: 'dumb' }, terminal: true, live: false },
])('a line is redrawn: $env, terminal $terminal', ({ env, terminal, live }) => {
  expect(wantsLive(env, terminal)).toBe(live);
});

test('the width is that of the terminal, else what is said, else 80', () => {
  expect(widthOf({ COLUMNS: '40' }, 120)).toBe(120);
  expect(widthOf({ COLUMNS: '40' }, undefined)).toBe(40);
  expect(widthOf({ COLUMNS: 'wide' }, undefined)).toBe(80);
  expect(widthOf({}, undefined)).toBe(80);
});
