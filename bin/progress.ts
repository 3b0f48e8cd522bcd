import type { Outcome } from '../harness/outcome.ts';
import { oneLine } from '../reports/index.ts';
import type { Out } from './out.ts';

/** Time between two redraws, and between two signs of life in a log, in ms of wall clock. */
const pace = { live: 100, log: 30_000 };

/** Shows how far a run is: one line that is redrawn for a person, a line now and then for a log. */
export class Progress {
  readonly #out: Out;
  readonly #began = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #total = 0;
  #done = 0;
  #failed = 0;
  #at = '';
  #drawn = false;

  constructor(out: Out) {
    this.#out = out;
  }

  begin(total: number): void {
    this.#total = total;
    this.#timer = setInterval(() => this.#show(), this.#out.live ? pace.live : pace.log);
    this.#timer.unref();
  }

  /** A case is being worked on; `schedules`: interleavings explored so far. */
  at(id: string, schedules = 0): void {
    this.#at = schedules > 0 ? `${id} ${schedules}` : id;
  }

  ended({ verdict, case: id, level }: Outcome): void {
    this.#done += 1;
    this.#at = id;
    if (verdict !== 'fail' && verdict !== 'error') return;
    this.#failed += 1;
    if (this.#out.live) this.#above(`${verdict === 'fail' ? 'FAIL ' : 'ERROR'} ${oneLine(id, 200)} (${level})`);
  }

  /** Takes the line away: what follows stands by itself. */
  end(): void {
    clearInterval(this.#timer);
    this.#clear();
  }

  #above(line: string): void {
    this.#clear();
    this.#out.note(`${clip(line, this.#out.columns)}\n`);
  }

  #show(): void {
    const seconds = Math.round((performance.now() - this.#began) / 1_000);
    const text = `${this.#done}/${this.#total}${this.#failed > 0 ? ` ${this.#failed} fail` : ''} ${oneLine(this.#at, 200)}`;
    if (!this.#out.live) return this.#out.note(`${text} (${seconds} s)\n`);
    // One column is left free: a terminal wraps when the last one is written.
    this.#out.note(`\r\u001b[2K${clip(text, this.#out.columns - 1)}`);
    this.#drawn = true;
  }

  #clear(): void {
    if (this.#drawn) this.#out.note('\r\u001b[2K');
    this.#drawn = false;
  }
}

const clip = (line: string, columns: number): string => {
  const points = [...line];
  return points.length <= columns ? line : `${points.slice(0, Math.max(1, columns - 1)).join('')}…`;
};
