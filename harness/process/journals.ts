import type { JournalLine } from '../adapter/program.ts';
import { describe } from '../describe.ts';
import { QuiesceError } from '../errors.ts';

/**
 * Watches over what the far side says of its order: lines of one origin are counted without a gap, and its clock never
 * goes back. A lost line could be the one that a finding, or a pass, depends on.
 */
export class Order {
  readonly #lines = new Map<string, number>();
  readonly #clocks = new Map<string, number>();

  /** A journal line; throws what is wrong with it. */
  line(params: unknown): JournalLine {
    const line = (params ?? {}) as Partial<JournalLine>;
    const { origin, number, task, mark } = line;
    if (
      typeof origin !== 'string' ||
      typeof number !== 'number' ||
      typeof task !== 'string' ||
      typeof mark !== 'string'
    )
      throw malformed('a journal line { origin, number, task, mark, at }', params);
    const expected = (this.#lines.get(origin) ?? 0) + 1;
    if (number !== expected) throw gap(origin, expected, number);
    this.#lines.set(origin, number);
    this.time(`the journal of ${origin}`, line.at);
    return line as JournalLine;
  }

  /** A time stamp of one kind of message; throws if it lies before the last one. */
  time(clock: string, at: unknown): void {
    if (typeof at !== 'number' || !Number.isFinite(at)) throw malformed('`at` to be a number of ms', at);
    const last = this.#clocks.get(clock) ?? Number.NEGATIVE_INFINITY;
    if (at < last) throw wentBack(clock, last, at);
    this.#clocks.set(clock, at);
  }
}

/** Parameters of a message that are not what its method says. */
export const malformed = (expected: string, found: unknown): QuiesceError =>
  new QuiesceError(
    'adapter',
    'WIRE_PARAMS_MALFORMED',
    `Expected ${expected}, found ${describe(found)}.`,
    'docs/wire-protocol.schema.json has the form of every message.',
  );

const gap = (origin: string, expected: number, found: number): QuiesceError =>
  new QuiesceError(
    'adapter',
    'WIRE_LINES_LOST',
    `Expected line ${expected} of the journal of ${origin}, found line ${found}.`,
    'Number the lines of one process from 1, and write each at once, from one place.',
  );

const wentBack = (clock: string, last: number, at: number): QuiesceError =>
  new QuiesceError(
    'adapter',
    'WIRE_CLOCK_WENT_BACK',
    `The clock of ${clock} went back, from ${last} to ${at} ms.`,
    'Take `at` from a monotonic clock, when the message is written.',
  );
