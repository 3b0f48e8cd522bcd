import type { Rate, RateParts } from '../../reference/rate.ts';
import type { RetryParts } from '../../reference/retry.ts';
import { Cancelled } from '../../reference/errors.ts';
import { after } from '../../reference/timer.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Looks at the signal before an attempt and not after it. */
function deafInside(correct: RetryParts): RetryParts {
  const inside = new WeakSet<AbortSignal>();
  let latest: AbortSignal | undefined;
  return {
    ...correct,
    goOn: (signal) => {
      latest = signal;
      if (!(signal && inside.delete(signal))) correct.goOn(signal);
    },
    told: (attempt) => {
      if (latest) inside.add(latest);
      return correct.told(attempt);
    },
    pause: (ms, signal, error) => (signal?.aborted ? Promise.reject(error) : correct.pause(ms, signal, error)),
  };
}

/** Each signal is looked at from the second time on. */
function blindAtFirst(correct: RetryParts): RetryParts {
  const seen = new WeakSet<AbortSignal>();
  return {
    ...correct,
    goOn: (signal) => {
      if (!signal || seen.has(signal)) return correct.goOn(signal);
      seen.add(signal);
    },
  };
}

/** Waits before it gives up, where it should give up before it waits. */
function waitsFirst(correct: RetryParts): RetryParts {
  let over = false;
  return {
    ...correct,
    inTime: (retry, then) => {
      over = !correct.inTime(retry, then);
      return true;
    },
    pause: async (ms, signal, error) => {
      const last = over;
      await correct.pause(ms, signal, error);
      if (last) throw error;
    },
  };
}

/** Faults with attempts, and with what lies between them. */
export const retries: readonly Mutant[] = [
  ...faultsOf('REL-19', {
    'blind-between-attempts': {
      fault: 'the loop does not look at the signal between attempts',
      trips: ['REL-20'],
      parts: (p) => ({
        ...p,
        retry: { ...p.retry, goOn: () => {}, pause: (ms, _signal, error) => p.retry.pause(ms, undefined, error) },
      }),
    },
    'tries-once-in-any-case': {
      fault: 'the signal is looked at after an attempt, and not before the first one',
      trips: [],
      parts: (p) => ({ ...p, retry: blindAtFirst(p.retry) }),
    },
  }),
  ...faultsOf('REL-20', {
    'sleeps-through': {
      fault: 'the sleep between attempts cannot be interrupted; the signal is looked at after it',
      trips: [],
      parts: (p) => ({
        ...p,
        retry: { ...p.retry, pause: (ms, _signal, error) => p.retry.pause(ms, undefined, error) },
      }),
    },
    'timer-left': {
      fault: 'on a cancel the sleep ends early but its timer is left',
      trips: [],
      parts: (p) => ({
        ...p,
        retry: {
          ...p.retry,
          pause: (ms, signal, error) =>
            Promise.race([p.retry.pause(ms, signal, error), p.retry.pause(ms, undefined, error)]),
        },
      }),
    },
    'tells-the-last-error': {
      fault: 'on a cancel in the wait the error of the last attempt is thrown',
      trips: [],
      parts: (p) => ({
        ...p,
        retry: {
          ...p.retry,
          pause: (ms, signal, error) => p.retry.pause(ms, signal, error).catch(() => Promise.reject(error as Error)),
        },
      }),
    },
  }),
  ...faultsOf('REL-20', {
    'failed-because-aborted': {
      fault: 'an attempt that fails after its operation was cancelled is told as a failure, with its own error',
      trips: [],
      parts: (p) => ({ ...p, retry: deafInside(p.retry) }),
    },
  }),
  ...faultsOf('REL-21', {
    'cancelled-is-a-failure': {
      fault: 'a cancelled attempt counts as a retryable error',
      trips: [],
      parts: (p) => ({
        ...p,
        retry: {
          ...p.retry,
          isRetried: (retry, error) => error instanceof Cancelled || p.retry.isRetried(retry, error),
        },
      }),
    },
    'one-too-many': {
      fault: 'the limit counts repetitions instead of attempts: one too many',
      trips: [],
      parts: (p) => ({ ...p, retry: { ...p.retry, most: ({ attempts }) => attempts + 1 } }),
    },
    'gave-up-without-a-cause': {
      fault: 'the final error is a new Error("gave up") without a cause',
      trips: [],
      parts: (p) => ({ ...p, retry: { ...p.retry, final: () => new Error('gave up') } }),
    },
    'permanent-is-ignored': {
      fault: 'the mark `permanent` is asked for and ignored',
      trips: [],
      parts: (p) => ({
        ...p,
        retry: { ...p.retry, isRetried: (retry, error) => retry.permanent(error) || p.retry.isRetried(retry, error) },
      }),
    },
    'permanent-at-the-first-only': {
      fault: 'the mark `permanent` is asked for after the first attempt only',
      trips: [],
      parts: (p) => {
        let latest = 1;
        return {
          ...p,
          retry: {
            ...p.retry,
            told: (attempt) => p.retry.told((latest = attempt)),
            isRetried: (retry, error) => latest > 1 || p.retry.isRetried(retry, error),
          },
        };
      },
    },
    'tells-no-number': {
      fault: 'nobody is told how many attempts were made: neither the attempt, nor who gets the final error',
      trips: [],
      parts: (p) => ({ ...p, retry: { ...p.retry, told: () => undefined, final: (error) => error } }),
    },
  }),
  ...faultsOf('REL-22', {
    'without-jitter': {
      fault: 'the delay is fixed, without jitter',
      trips: [],
      parts: (p) => ({ ...p, retry: { ...p.retry, delay: ({ delay }) => delay } }),
    },
    'without-a-cap': {
      fault: 'the delay doubles without a cap',
      trips: [],
      parts: (p) => ({
        ...p,
        retry: { ...p.retry, delay: (retry, attempt) => p.retry.delay({ ...retry, cap: undefined }, attempt) },
      }),
    },
    'never-grows': {
      fault: 'the delay is random and does not grow from attempt to attempt',
      trips: [],
      parts: (p) => ({ ...p, retry: { ...p.retry, delay: (retry) => p.retry.delay(retry, 1) } }),
    },
    'deadline-looked-at-once': {
      fault: 'the overall limit is checked before the first attempt only',
      trips: [],
      parts: (p) => ({ ...p, retry: { ...p.retry, inTime: () => true } }),
    },
    'deadline-looked-at-too-late': {
      fault: 'the overall limit is looked at after the wait for the next attempt, which may be long',
      trips: [],
      parts: (p) => ({ ...p, retry: waitsFirst(p.retry) }),
    },
  }),
];

/** Waits for a start that was worked out when the call arrived. */
function reserved(rate: Rate, at: number): Promise<void> {
  rate.starts.push(at);
  const left = at - performance.now();
  return left <= 0 ? Promise.resolve() : new Promise((resolve) => void after(left, resolve));
}

/** When a call may start that arrives now, by the starts before it. */
function startOf({ starts, calls, per }: Rate): number {
  return Math.max(performance.now(), starts.length < calls ? 0 : (starts.at(-calls) ?? 0) + per);
}

/** A call after a spell without any waits for the end of the period that is running. */
const endOfPeriod: (correct: RateParts) => RateParts['turn'] = (correct) => async (rate, signal) => {
  const last = rate.starts.at(-1);
  const idle = last !== undefined && performance.now() - last > rate.per;
  if (idle) await new Promise<void>((resolve) => void after(rate.per / 2, resolve));
  return correct.turn(rate, signal);
};

/** The first call of a fresh window waits as if the last call had opened the one before. */
const sinceTheLast: (correct: RateParts) => RateParts['turn'] = (correct) => async (rate, signal) => {
  const { starts, calls, per } = rate;
  const [first = 0, last = 0] = [starts.at(-calls), starts.at(-1)];
  const now = performance.now();
  const fresh = rate.running === 0 && starts.length === calls && now >= first + per && last < now && now < last + per;
  if (fresh) await new Promise<void>((resolve) => void after(last + per - now, resolve));
  return correct.turn(rate, signal);
};

/** Faults with the number of calls in a time. */
export const rates: readonly Mutant[] = [
  ...faultsOf('REL-27', {
    'fresh-when-idle': {
      fault:
        'when the limiter becomes idle the window starts anew with a full quota, without looking at the last starts',
      trips: [],
      parts: (p) => ({
        ...p,
        rate: {
          ...p.rate,
          ended: (rate) => {
            p.rate.ended(rate);
            if (rate.running === 0 && rate.line.entries.length === 0) rate.starts.length = 0;
          },
        },
      }),
    },
    'reserved-on-arrival': {
      fault:
        'the start times are computed when the calls arrive: after a blocked loop all that are overdue start together',
      trips: ['REL-12'],
      parts: (p) => ({ ...p, rate: { ...p.rate, turn: (rate) => reserved(rate, startOf(rate)) } }),
    },
    'waits-out-the-interval': {
      fault: 'a call that arrives after an idle spell waits for the end of the current interval',
      trips: [],
      parts: (p) => ({ ...p, rate: { ...p.rate, turn: endOfPeriod(p.rate) } }),
    },
    'window-from-the-last-call': {
      fault: 'a limiter that was left with a full window reckons its end from the last call, not from the first',
      trips: [],
      parts: (p) => ({ ...p, rate: { ...p.rate, turn: sinceTheLast(p.rate) } }),
    },
    'no-limit-at-the-edge': {
      fault: 'a window begins anew at every multiple of the period, whatever has just started before the edge',
      trips: [],
      parts: (p) => ({
        ...p,
        rate: {
          ...p.rate,
          turn: (rate, signal) => {
            if (performance.now() % rate.per === 0) rate.starts.length = 0;
            return p.rate.turn(rate, signal);
          },
        },
      }),
    },
  }),
];
