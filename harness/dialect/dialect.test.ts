import { expect, test } from 'vitest';
import { Dialect } from './dialect.ts';

test('read for a shutdown mode, what that mode has of its own goes before what holds for all', () => {
  const dialect = new Dialect([['adapter', { 'shutdown.queued': 'return', 'shutdown.drain.queued': 'run' }]]);
  expect(dialect.forShutdown('drain').value('shutdown.queued')).toBe('run');
  expect(dialect.forShutdown('abort').value('shutdown.queued')).toBe('return');
  expect(dialect.value('shutdown.queued')).toBe('return');
  expect(dialect.forShutdown('drain').is('shutdown.queued', 'run')).toBe(true);
  expect(dialect.forShutdown('drain').shutdownMode).toBe('drain');
});

test('what was observed of one mode does not beat what was declared of all', () => {
  const dialect = new Dialect([
    ['file', {}],
    ['adapter', { 'shutdown.reject': 'event' }],
    ['observed', { 'shutdown.drain.reject': 'rejected-handle', 'shutdown.drain.queued': 'run' }],
  ]).forShutdown('drain');
  expect(dialect.value('shutdown.reject')).toBe('event');
  expect(dialect.value('shutdown.queued')).toBe('run');
});
