import { expect, test } from 'vitest';
import type { Offer } from './context.ts';
import { Dialect } from './dialect/dialect.ts';
import { type CaseKey, plan, type PlanInput } from './plan.ts';

const key = (more: Partial<CaseKey> = {}): CaseKey => ({
  id: 'shutdown/waits',
  requirement: 'SHU-01',
  digest: '',
  conditions: { needs: [], modes: ['virtual'], each: 'shutdown' },
  ...more,
});

const planned = (one: CaseKey, input: Partial<PlanInput> = {}) =>
  plan({
    cases: [one],
    requirements: new Map(),
    offer: { shutdown: 'seen' } satisfies Offer,
    withoutEffect: {},
    profile: undefined,
    dialect: new Dialect([]),
    shutdown: { drain: 'mode', abort: 'mode', flush: 'flush', wait: 'idle' },
    mode: 'virtual',
    wanted: () => true,
    ...input,
  });

test('a case for each shutdown mode is run once for every mode that was seen, and for no other member', () => {
  expect(planned(key())).toMatchObject([
    { variant: 'abort', run: 'virtual' },
    { variant: 'drain', run: 'virtual' },
  ]);
});

test('a case without such a condition is run once, and has no variant', () => {
  const [only, ...others] = planned(key({ conditions: { needs: [], modes: ['virtual'] } }));
  expect(others).toEqual([]);
  expect(only).not.toHaveProperty('variant');
});

test('without a mode it is still listed, with what is missing', () => {
  const needs = key({ conditions: { needs: ['shutdown'], modes: ['virtual'], each: 'shutdown' } });
  expect(planned(needs, { shutdown: {}, offer: {} })).toEqual([
    { case: needs, skip: 'not-offered', because: 'needs shutdown' },
  ]);
});

test('each mode is held to its own choices', () => {
  const dialect = new Dialect([['adapter', { 'shutdown.drain.queued': 'run' }]]);
  const one = key({
    conditions: { needs: [], modes: ['virtual'], each: 'shutdown', when: { 'shutdown.queued': ['run'] } },
  });
  expect(planned(one, { dialect })).toMatchObject([
    { variant: 'abort', skip: 'not-offered', because: 'valid with shutdown.queued=run, declared is cancel' },
    { variant: 'drain', run: 'virtual' },
  ]);
});

test('one mode alone may be asked for', () => {
  expect(planned(key(), { wanted: (_key, variant) => variant === 'drain' })).toMatchObject([
    { variant: 'abort', skip: 'filtered' },
    { variant: 'drain', run: 'virtual' },
  ]);
});

test('a case that cannot be run yet is never planned to run', () => {
  const one = key({ conditions: { needs: [], modes: ['virtual'] }, untested: 'needs a process target' });
  expect(planned(one)).toMatchObject([{ skip: 'mode', because: 'untested: needs a process target' }]);
});
