import type { Outcome, Verdict } from '../harness/outcome.ts';
import { findingText } from './finding-text.ts';
import type { Result } from './result.ts';
import { oneLine, visible } from './safe-text.ts';

export interface CtrfTiming {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly stop: number;
  /** Milliseconds of wall clock, by case. */
  readonly cases: Readonly<Record<string, number>>;
}

const statuses: Readonly<Record<Verdict, 'passed' | 'failed' | 'skipped' | 'other'>> = {
  pass: 'passed',
  fail: 'failed',
  skip: 'skipped',
  inconclusive: 'other',
  error: 'other',
};

/** Common Test Report Format. It demands times, which a result does not have: they are given, and else are zero. */
export function renderCtrf(result: Result, timing: CtrfTiming = { start: 0, stop: 0, cases: {} }): string {
  const { pass, fail, skip, inconclusive, error, total } = result.sums.cases.all;
  const summary = {
    tests: total,
    passed: pass,
    failed: fail,
    skipped: skip,
    pending: 0,
    other: inconclusive + error,
    start: Math.round(timing.start),
    stop: Math.round(timing.stop),
  };
  const tests = result.outcomes.map((outcome) => entry(outcome, result, timing));
  const report = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    results: { tool: { name: 'quiesce', version: result.kit }, summary, tests },
  };
  return `${JSON.stringify(report, null, 1)}\n`;
}

function entry(outcome: Outcome, result: Result, timing: CtrfTiming) {
  const { case: id, verdict, where } = outcome;
  const said = outcome.finding?.observed ?? outcome.skip?.because ?? outcome.because ?? outcome.error?.message;
  const broken = verdict === 'fail' || verdict === 'error';
  return {
    name: visible(id),
    status: statuses[verdict],
    rawStatus: verdict,
    duration: Object.hasOwn(timing.cases, id) ? Math.round(timing.cases[id] ?? 0) : 0,
    suite: [visible(id.slice(0, id.indexOf('/')))],
    ...(said === undefined ? {} : { message: oneLine(said, 500) }),
    ...(broken ? { trace: findingText(outcome, { target: result.settings.target }) } : {}),
    ...(where ? { filePath: visible(where.file), line: where.line } : {}),
    extra: { quiesce: { requirement: outcome.requirement, level: outcome.level, digest: outcome.digest } },
  };
}
