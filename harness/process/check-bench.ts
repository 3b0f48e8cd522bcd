import type { JournalLine, Mark, Program } from '../adapter/program.ts';
import type { Handle, Job } from '../adapter/tasks.ts';
import type { WireOffer } from '../adapter/wire.ts';
import { plain } from '../program/plain.ts';
import type { FarCommand } from './far-process.ts';
import { FarTasks } from './far-tasks.ts';
import { Link } from './link.ts';

/** A line of a journal, as vectors have it. */
export type Line = readonly [task: string, mark: Mark, detail?: JournalLine['detail']];

/** One job on its way: what its body wrote and how its result came out. */
export interface Followed {
  readonly lines: Line[];
  readonly handle: Handle;
  /** `{ value }` or `{ error }`; undefined while it is pending. */
  readonly result: Readonly<Record<string, unknown>> | undefined;
}

/** A far side that is tried out, without a lab. */
export class CheckBench {
  readonly link: Link;
  readonly offer: WireOffer;
  readonly #tasks: FarTasks;

  private constructor(link: Link, offer: WireOffer) {
    this.link = link;
    this.offer = offer;
    this.#tasks = new FarTasks(link, offer);
  }

  static async open(command: FarCommand): Promise<CheckBench> {
    const link = new Link(command);
    return new CheckBench(link, await link.open({}));
  }

  open(...names: readonly string[]): void {
    this.link.peer.notify('gate', { names });
  }

  /** Waits until the far side has come to rest; throws what it did to the protocol meanwhile. */
  async rest(): Promise<void> {
    await this.link.flush();
    if (this.link.fault) throw this.link.fault;
  }

  /** Submits a body and rests. Throws what the far side refuses it with. */
  async run(id: string, program: Program): Promise<Followed> {
    const lines: Line[] = [];
    const note = (mark: Mark, detail?: JournalLine['detail'], child?: string): void => {
      const task = child === undefined ? 'T' : `T/${child}`;
      lines.push(detail === undefined ? [task, mark] : [task, mark, detail]);
    };
    const native = { program, note, gate: () => Promise.resolve() };
    const signal = new AbortController();
    const handle = await this.#tasks.submit({ id, native, signal: signal.signal } as unknown as Job);
    let result: Followed['result'];
    void Promise.resolve(handle.result).then(
      (value) => (result = { value }),
      (error: unknown) => (result = { error: error instanceof Error ? error.message : error, said: plain(error) }),
    );
    await this.rest();
    return {
      lines,
      handle,
      get result() {
        return result;
      },
    };
  }

  close(): void {
    this.link.peer.close();
  }
}
