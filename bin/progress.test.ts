import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Outcome } from '../harness/outcome.ts';
import type { Out } from './out.ts';
import { Progress } from './progress.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function out(live: boolean, columns: number): Out & { readonly notes: string[] } {
  const notes: string[] = [];
  return { print: () => undefined, note: (text) => void notes.push(text), columns, color: false, live, notes };
}

const outcome = (verdict: 'pass' | 'fail'): Outcome => ({
  case: 'cancellation/a-case-with-a-rather-long-name',
  requirement: 'CAN-01',
  level: 'MUST',
  severity: 'high',
  verdict,
  mode: 'virtual',
  digest: '',
});

test('on a terminal of 40 columns the line never wraps, and is gone at the end', () => {
  const terminal = out(true, 40);
  const progress = new Progress(terminal);
  progress.begin(12);
  progress.ended(outcome('pass'));
  vi.advanceTimersByTime(100);
  progress.ended(outcome('fail'));
  vi.advanceTimersByTime(100);
  progress.end();
  const drawn = terminal.notes.map((note) => note.replace('\r\u001b[2K', ''));
  expect(drawn).toEqual([
    '1/12 cancellation/a-case-with-a-rather…',
    '',
    'FAIL  cancellation/a-case-with-a-rather…\n',
    '2/12 1 fail cancellation/a-case-with-a…',
    '',
  ]);
  expect(Math.max(...drawn.map((line) => line.trimEnd().length))).toBeLessThanOrEqual(40);
});

test('a log gets a line every half minute, and neither carriage returns nor escapes', () => {
  const log = out(false, 80);
  const progress = new Progress(log);
  progress.begin(12);
  progress.ended(outcome('fail'));
  vi.advanceTimersByTime(29_000);
  expect(log.notes).toEqual([]);
  progress.at('races/cancel-vs-complete', 400);
  vi.advanceTimersByTime(1_000);
  progress.end();
  vi.advanceTimersByTime(60_000);
  expect(log.notes).toEqual(['1/12 1 fail races/cancel-vs-complete 400 (30 s)\n']);
});
