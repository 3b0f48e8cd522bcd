import { expect, test } from 'vitest';
import { broken } from './fixtures/result.ts';
import { type LogEntry, logFooter, logHeader, logLine, readLog } from './log.ts';

const header = logHeader('0.1.0', broken.settings);
const entries: readonly LogEntry[] = [
  header,
  { is: 'smoke', report: { offer: { submit: 'ran' }, withoutEffect: {}, observed: {}, shutdown: {} } },
  ...broken.outcomes.map((outcome): LogEntry => ({ is: 'outcome', outcome })),
  ...broken.strays.map((stray): LogEntry => ({ is: 'stray', stray })),
];
const text = (...more: readonly LogEntry[]): string => [...entries, ...more].map(logLine).join('');

test('a log with a footer is complete and gives everything back', () => {
  const log = readLog(text(logFooter(broken.outcomes)), 'events.ndjson');
  expect(log).toMatchObject({ complete: true, kit: '0.1.0', smoke: { offer: { submit: 'ran' } } });
  expect(log.outcomes).toEqual(broken.outcomes);
  expect(log.strays).toEqual(broken.strays);
});

test('a log without a footer is incomplete, however its last line is torn', () => {
  const whole = text();
  for (const end of [whole.length, whole.length - 1, whole.length - 40]) {
    const log = readLog(whole.slice(0, end), 'events.ndjson');
    expect(log.complete).toBe(false);
    expect(log.outcomes).toEqual(broken.outcomes);
  }
});

test('a log that was damaged is refused with the line', () => {
  const lines = text().split('\n');
  expect(() => readLog([lines[0], '{', ...lines.slice(2)].join('\n'), 'x')).toThrow(/Line 2 of x is not JSON/);
  expect(() => readLog('', 'x')).toThrow(/Expected x to begin with a header/);
  expect(() => readLog(text(logFooter(broken.outcomes.slice(1))), 'x')).toThrow(/The footer of x says/);
});

test('each entry is one line, whatever it holds', () => {
  for (const entry of entries) expect(logLine(entry).match(/\n/g)).toHaveLength(1);
});
