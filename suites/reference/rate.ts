import type { Policy } from '../../harness/index.ts';
import { type Leave, leave, type Line, wait } from './line.ts';
import { Queue } from './queue.ts';
import { after } from './timer.ts';

/** A rate limit at work. */
export class Rate {
  /** When the last calls started, oldest first; no more of them than the limit. */
  readonly starts: number[] = [];
  readonly line: Line<void> = new Queue();
  /** Calls under way. */
  running = 0;
  armed = false;
  readonly calls: number;
  readonly per: number;
  readonly parts: RateParts;

  constructor(calls: number, per: number, parts: RateParts = rateParts) {
    this.calls = calls;
    this.per = per;
    this.parts = parts;
  }
}

/** What a rate limit is made of. */
export interface RateParts {
  /** Waits for room. */
  turn(rate: Rate, signal: AbortSignal | undefined): Promise<void>;
  leave: Leave<void>;
  /** A call has ended. */
  ended(rate: Rate): void;
}

export const rateParts: RateParts = {
  async turn(rate, signal) {
    signal?.throwIfAborted();
    const turn = wait(rate.line, { ...(signal ? { signal } : {}) }, rate.parts.leave);
    serve(rate);
    return turn;
  },
  leave,
  ended(rate) {
    rate.running -= 1;
  },
};

/** Starts what there is room for at this moment, and comes back for the rest: the clock is looked at when it is over. */
function serve(rate: Rate): void {
  const { line, starts, calls, per } = rate;
  while (line.entries.length > 0) {
    const oldest = starts.length < calls ? Number.NEGATIVE_INFINITY : (starts[0] as number);
    const left = oldest + per - performance.now();
    if (left > 0) return serveIn(rate, left);
    starts.push(performance.now());
    if (starts.length > calls) starts.shift();
    line.take()?.grant();
  }
}

function serveIn(rate: Rate, ms: number): void {
  if (rate.armed) return;
  rate.armed = true;
  after(ms, () => {
    rate.armed = false;
    serve(rate);
  });
}

/** No more than so many starts in any span of the period. */
export function rate(calls: number, per: number, parts: RateParts = rateParts): Policy {
  const it = new Rate(calls, per, parts);
  return async (call, { signal }) => {
    await parts.turn(it, signal);
    it.running += 1;
    try {
      return await call(signal);
    } finally {
      parts.ended(it);
    }
  };
}
